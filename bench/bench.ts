// Runs the scenarios that are named, or all, and prints what was reached. `npm run bench` starts it, with everything built.
import { interruption } from '../scripts/setup/child.mjs';
import { elapsed } from '../scripts/setup/progress.mjs';
import { cleanUp } from './harness/cleanup.ts';
import { describeMachine } from './harness/machine.ts';
import { saveReport, table, type Entry } from './harness/report.ts';
import type { Scenario } from './harness/scenario.ts';
import { loadScenario, scenarioNames } from './harness/scenarios.ts';
import { writeDocs } from './harness/write-docs.ts';

// Every server of a run stays until its end and listens for that.
process.setMaxListeners(0);

const flags = ['--long', '--write'];
const parameters = process.argv.slice(2);
const long = parameters.includes('--long');
const asked = parameters.filter((parameter) => !flags.includes(parameter));
const unknown = asked.filter((name) => !scenarioNames().includes(name));

interruption().addEventListener('abort', () => void cleanUp().finally(() => process.exit(130)));

if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${scenarioNames().join(', ')}; and ${flags.join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  const entries: Entry[] = [];
  for (const name of scenarioNames())
    if (asked.length === 0 || asked.includes(name)) entries.push(await measure(name));
  const machine = await describeMachine();
  await cleanUp();
  saveReport({ machine, entries }, { complete: asked.length === 0 });
  console.log(`\n${table(entries)}\n${machine.lines.join('\n')}`);
  if (parameters.includes('--write')) writeDocs();
}

/** A scenario that cannot be measured is an entry as well: the others go on. */
async function measure(name: string): Promise<Entry> {
  await unlessInterrupted();
  const began = Date.now();
  console.error(`• ${name} …`);
  let scenario: Scenario | undefined;
  try {
    scenario = await loadScenario(name);
    const { title, baseline, goal } = scenario;
    const measured = await scenario.measure({ long, log: (line) => console.error(`  ${line}`) });
    console.error(`${measured.met ? '✓' : '–'} ${name}: ${elapsed(began)}`);
    return { name, title, baseline, goal, measured };
  } catch (error) {
    await unlessInterrupted();
    console.error(`✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const { title, baseline, goal } = scenario ?? { title: name, baseline: '', goal: '' };
    return { name, title, baseline, goal, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** After an interruption nothing more is printed or started. */
async function unlessInterrupted(): Promise<void> {
  if (interruption().aborted) await new Promise(() => {});
}
