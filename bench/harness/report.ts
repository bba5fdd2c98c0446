import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import type { Machine } from './machine.ts';
import type { Figure, Measurement } from './scenario.ts';
import { scenarioNames } from './scenarios.ts';

/** A scenario with its result. */
export interface Entry {
  name: string;
  title: string;
  baseline: string;
  goal: string;
  measured?: Measurement;
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
 * Saves the results. A run of some scenarios replaces those in the file if the others come from the same commit and
 * machine; otherwise the file would show figures side by side that do not belong together.
 */
export function saveReport(report: Report, { complete }: { complete: boolean }): void {
  const before = complete ? undefined : lastReport();
  const fits =
    before !== undefined &&
    before.machine.commit === report.machine.commit &&
    before.machine.cpu === report.machine.cpu;
  const renewed = new Set(report.entries.map(({ name }) => name));
  const kept = fits ? before.entries.filter(({ name }) => !renewed.has(name)) : [];
  const order = scenarioNames();
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

/** The table for people, in Markdown: all figures of a scenario, or only the two that its ratio is about. */
export function table(entries: readonly Entry[], { compact = false } = {}): string {
  return markdownTable([
    ['benchmark', 'baseline', 'goal', 'reached', 'met'],
    ...entries.map((entry) => [entry.title, entry.baseline, entry.goal, reached(entry, compact), met(entry)]),
  ]);
}

/** @param rows the first of them is the header */
export function markdownTable(rows: readonly string[][]): string {
  const [header = [], ...body] = rows;
  return [header, header.map(() => '---'), ...body]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function reached({ measured, failure }: Entry, compact: boolean): string {
  if (!measured) return `could not be measured: ${failure?.split('\n')[0] ?? ''}`;
  const { figures, ratio, note } = measured;
  const parts = [
    ...(ratio === undefined ? [] : [`**${formatNumber(ratio)} ×**`]),
    (compact ? figures.slice(0, 2) : figures).map(formatFigure).join('; '),
    ...(note === undefined || compact ? [] : [`(${note})`]),
  ];
  return parts.join(' ');
}

/** A figure as text. */
export function formatFigure({ name, value, unit }: Figure): string {
  return [name, formatNumber(value), unit].filter((part) => part !== '').join(' ');
}

/** Three significant digits. */
export function formatNumber(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}

function met({ measured, goal }: Entry): string {
  if (goal === '—') return '—';
  return measured ? (measured.met ? 'yes' : 'no') : '—';
}
