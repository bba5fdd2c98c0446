import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';
import type { Machine } from './machine.ts';
import type { Figure, Measured } from './row.ts';
import { rowNames } from './rows.ts';

/** A row with what it came to. */
export interface Entry {
  name: string;
  what: string;
  beside: string;
  goal: string;
  measured?: Measured;
  /** Why it could not be measured. */
  failure?: string;
}

export interface Report {
  machine: Machine;
  entries: Entry[];
}

const folder = join(projectFolder, 'out/bench');
const file = join(folder, 'bench.json');

/**
 * Keeps what was measured. A run of some rows renews those in the file, as far as the rest comes from the same
 * commit and machine; otherwise the file would show figures side by side that do not belong together.
 */
export function keepReport(report: Report, { complete }: { complete: boolean }): void {
  const before = complete ? undefined : lastReport();
  const fits =
    before !== undefined &&
    before.machine.commit === report.machine.commit &&
    before.machine.cpu === report.machine.cpu;
  const renewed = new Set(report.entries.map(({ name }) => name));
  const kept = fits ? before.entries.filter(({ name }) => !renewed.has(name)) : [];
  const order = rowNames();
  const entries = [...kept, ...report.entries].toSorted(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...report, entries }, undefined, 2)}\n`);
}

/** What was measured last; undefined when nothing was. */
export function lastReport(): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

/** The table for people, in Markdown: all figures of a row, or only the two that its ratio is about. */
export function table(entries: readonly Entry[], { compact = false } = {}): string {
  return markdownTable([
    ['what', 'beside', 'goal', 'reached', 'met'],
    ...entries.map((entry) => [entry.what, entry.beside, entry.goal, reached(entry, compact), met(entry)]),
  ]);
}

/** @param rows the first of them is the head */
export function markdownTable(rows: readonly string[][]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function reached({ measured, failure }: Entry, compact: boolean): string {
  if (!measured) return `could not be measured: ${failure?.split('\n')[0] ?? ''}`;
  const { figures, ratio, note } = measured;
  const words = [
    ...(ratio === undefined ? [] : [`**${rounded(ratio)} ×**`]),
    (compact ? figures.slice(0, 2) : figures).map(said).join('; '),
    ...(note === undefined || compact ? [] : [`(${note})`]),
  ];
  return words.join(' ');
}

/** A figure in words. */
export function said({ name, value, unit }: Figure): string {
  return [name, rounded(value), unit].filter((word) => word !== '').join(' ');
}

/** Three digits that mean something. */
export function rounded(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}

function met({ measured, goal }: Entry): string {
  if (goal === '—') return '—';
  return measured ? (measured.met ? 'yes' : 'no') : '—';
}
