// Measures the rows that are named, or all, and says what was reached. `npm run bench` starts it, with everything built.
import { interruption } from '../setup/child.mjs';
import { elapsed } from '../setup/progress.mjs';
import { describeMachine } from './machine.ts';
import { endAll } from './ending.ts';
import { renewDocuments } from './documents.ts';
import { keepReport, table, type Entry } from './report.ts';
import type { Row } from './row.ts';
import { loadRow, rowNames } from './rows.ts';

// Each server of a run is ended with it.
process.setMaxListeners(0);

const parameters = process.argv.slice(2);
const long = parameters.includes('--long');
const asked = parameters.filter((parameter) => !parameter.startsWith('--'));
const unknown = asked.filter((name) => !rowNames().includes(name));

interruption().addEventListener('abort', () => void endAll().finally(() => process.exit(130)));

if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}; there are: ${rowNames().join(', ')}.`);
  process.exitCode = 1;
} else {
  const entries: Entry[] = [];
  for (const name of asked.length > 0 ? rowNames().filter((row) => asked.includes(row)) : rowNames())
    entries.push(await measure(name));
  const machine = await describeMachine();
  await endAll();
  keepReport({ machine, entries }, { complete: asked.length === 0 });
  console.log(`\n${table(entries)}\n${machine.lines.join('\n')}`);
  if (parameters.includes('--readme')) renewDocuments();
}

/** A row that could not be measured is an entry as well: the others go on. */
async function measure(name: string): Promise<Entry> {
  await unlessInterrupted();
  const began = Date.now();
  console.error(`• ${name} …`);
  let row: Row | undefined;
  try {
    row = await loadRow(name);
    const { what, beside, goal } = row;
    const measured = await row.measure({ long, log: (line) => console.error(`  ${line}`) });
    console.error(`${measured.met ? '✓' : '–'} ${name}: ${elapsed(began)}`);
    return { name, what, beside, goal, measured };
  } catch (error) {
    await unlessInterrupted();
    console.error(`✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const { what, beside, goal } = row ?? { what: name, beside: '', goal: '' };
    return { name, what, beside, goal, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** An interrupted row fails as well: there is nothing to say about that, and nothing more is begun. */
async function unlessInterrupted(): Promise<void> {
  if (interruption().aborted) await new Promise(() => {});
}
