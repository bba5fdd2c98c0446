import { readdirSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

/** The order of the table; a scenario that is not named here comes last. */
const order = [
  'cold-start',
  'memory',
  'invite',
  'emailed-invite',
  'emailed-invite-spread',
  'emailed-invite-one-person',
  'invite-at-scale',
  'lists',
  'wide-search',
  'staff-lists',
  'bulk',
  'mails',
  'acceptance',
  'listeners',
  'scroll',
  'screens',
  'invite-page',
  'code-size',
  'two-nodes',
  'growth',
  'cost',
];

const folder = new URL('../scenarios/', import.meta.url);

/** The names of all scenarios: each file in `scenarios/` is one. */
export function scenarioNames(): string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  return names.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function rank(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

/** Loads one scenario, and with it what only that scenario needs. */
export async function loadScenario(name: string): Promise<Scenario> {
  const { scenario } = (await import(new URL(`${name}.ts`, folder).href)) as { scenario: Scenario };
  return scenario;
}
