import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';
import { lastReport, markdownTable, rounded, said, table, type Entry } from './report.ts';

/** Puts the last run's figures into the README and docs/scale.md, each between marks `<!-- bench: name -->` and `<!-- /bench -->`. */
export function renewDocuments(): void {
  const report = lastReport();
  if (!report) throw new Error('nothing was measured yet');
  const { machine, entries } = report;
  const source = machine.lines.join('\n');
  renew('README.md', 'table', `${table(entries.filter(hasGoal), { compact: true })}\n\n${source}`);
  const cost = entries.find(({ name }) => name === 'cost');
  if (cost?.measured) renew('docs/scale.md', 'costs', costs(cost));
  renew('docs/scale.md', 'figures', `${entries.filter(hasGoal).map(allFigures).join('\n')}\n\n${source}`);
}

const hasGoal = ({ goal }: Entry) => goal !== '—';

function renew(path: string, name: string, content: string): void {
  const file = join(projectFolder, path);
  const text = readFileSync(file, 'utf8');
  const mark = `<!-- bench: ${name} -->`;
  const begin = text.indexOf(mark);
  const end = text.indexOf('<!-- /bench -->', begin);
  if (begin < 0 || end < 0) throw new Error(`${path} has no place for ${name}`);
  writeFileSync(file, `${text.slice(0, begin)}${mark}\n\n${content}\n\n${text.slice(end)}`);
}

/** The acts as rows, what each costs as columns; below, what is no act. */
function costs({ measured }: Entry): string {
  const figures = measured?.figures ?? [];
  const acts = new Map<string, Map<string, string>>();
  for (const { name, value, unit } of figures) {
    const [act = '', what] = name.split(': ');
    if (what === undefined) continue;
    const column = unit === '' ? what : `${what}, ${unit}`;
    acts.set(act, (acts.get(act) ?? new Map<string, string>()).set(column, rounded(value)));
  }
  const columns = [...new Set([...acts.values()].flatMap((cells) => [...cells.keys()]))];
  const rows = [...acts].map(([act, cells]) => [act, ...columns.map((column) => cells.get(column) ?? '')]);
  const others = figures
    .filter(({ name }) => !name.includes(': '))
    .map(({ name, ...figure }) => `- ${name}: ${said({ name: '', ...figure })}`);
  return `${markdownTable([['act', ...columns], ...rows])}\n\n${others.join('\n')}`;
}

function allFigures({ what, measured, failure }: Entry): string {
  const figures = measured?.figures.map(said).join('; ');
  const note = measured?.note === undefined ? '' : ` (${measured.note})`;
  return `- **${what}**: ${figures ?? `could not be measured: ${failure?.split('\n')[0]}`}${note}`;
}
