/**
 * What was reached, as a Markdown table that a terminal shows well too.
 *
 * @param {readonly { what: string, goal: string, reached: string, met: boolean, took: string }[]} rows
 */
export function table(rows) {
  const cells = [
    ['', 'what', 'goal', 'reached', 'took'],
    ...rows.map(({ what, goal, reached, met, took }) => [met ? '✓' : '✗', what, goal, reached, took]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(1, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
