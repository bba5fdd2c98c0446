import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { formatFigure, formatNumber, lastReport, markdownTable, table, type Entry } from './report.ts';

const benchmarks = 'docs/performance/benchmarks.md';
const scale = 'docs/performance/scale.md';

/**
 * Puts the last run's figures into the documents, each between the marks `<!-- bench: name -->` and `<!-- /bench -->`.
 *
 * @throws Error when nothing was measured yet, or a document lacks its marks
 */
export function writeDocs(): void {
  const report = lastReport();
  if (!report) throw new Error('Nothing was measured yet.');
  const { machine, entries } = report;
  const source = machine.lines.join('\n');
  write(benchmarks, 'table', `${table(entries.filter(hasGoal), { compact: true })}\n\n${source}`);
  const cost = entries.find(({ name }) => name === 'cost');
  if (cost?.measured) write(scale, 'costs', costs(cost));
  const growth = entries.find(({ name }) => name === 'growth');
  if (growth?.measured) write(scale, 'growth', growthOf(growth));
  write(scale, 'figures', `${entries.filter(hasGoal).map(allFigures).join('\n')}\n\n${source}`);
}

const hasGoal = ({ goal }: Entry) => goal !== '—';

function write(path: string, name: string, content: string): void {
  const file = join(projectFolder, path);
  const text = readFileSync(file, 'utf8');
  const mark = `<!-- bench: ${name} -->`;
  const begin = text.indexOf(mark);
  const end = text.indexOf('<!-- /bench -->', begin);
  if (begin < 0 || end < 0) throw new Error(`${path} has no marks for ${name}.`);
  writeFileSync(file, `${text.slice(0, begin)}${mark}\n\n${content}\n\n${text.slice(end)}`);
}

/** The actions as rows, what each costs as columns; below, the figures that belong to no action. */
function costs({ measured }: Entry): string {
  const figures = measured?.figures ?? [];
  const actions = new Map<string, Map<string, string>>();
  for (const { name, value, unit } of figures) {
    const [action = '', cost] = name.split(': ');
    if (cost === undefined) continue;
    const column = unit === '' ? cost : `${cost}, ${unit}`;
    actions.set(action, (actions.get(action) ?? new Map<string, string>()).set(column, formatNumber(value)));
  }
  const columns = [...new Set([...actions.values()].flatMap((cells) => [...cells.keys()]))];
  const rows = [...actions].map(([action, cells]) => [
    action,
    ...columns.map((column) => cells.get(column) ?? ''),
  ]);
  const others = figures
    .filter(({ name }) => !name.includes(': '))
    .map(({ name, ...figure }) => `- ${name}: ${formatFigure({ name: '', ...figure })}`);
  return `${markdownTable([['action', ...columns], ...rows])}\n\n${others.join('\n')}`;
}

/** The figures as a table, and what was filled in. */
function growthOf({ measured }: Entry): string {
  const rows = (measured?.figures ?? []).map(({ name, value, unit }) => [
    name,
    formatFigure({ name: '', value, unit }),
  ]);
  return `${markdownTable([['of a year', 'measured'], ...rows])}\n\n${measured?.note ?? ''}`;
}

function allFigures({ title, measured, failure }: Entry): string {
  const figures = measured?.figures.map(formatFigure).join('; ');
  const note = measured?.note === undefined ? '' : ` (${measured.note})`;
  return `- **${title}**: ${figures ?? `could not be measured: ${failure?.split('\n')[0]}`}${note}`;
}
