import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';
import { lastReport, table } from './report.ts';

const file = join(projectFolder, 'README.md');
const marks = { begin: '<!-- bench: begin -->', end: '<!-- bench: end -->' };

/** Puts the last run's table between the marks of the README. */
export function renewReadme(): void {
  const report = lastReport();
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(marks.begin);
  const end = text.indexOf(marks.end);
  if (!report || begin < 0 || end < begin)
    throw new Error('there is no report, or no place for it in README.md');
  const { machine, entries } = report;
  const section = `${marks.begin}\n\n${table(entries)}\n\n${machine.lines.join('\n')}\n\n`;
  writeFileSync(file, text.slice(0, begin) + section + text.slice(end));
}
