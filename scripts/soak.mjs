// npm run soak: the long versions of the trust tests, or of those whose names are given, as in `npm run soak -- kills`.
// Prints what was reached beside what is asked for, writes the same to out/soak/, and exits 1 when something was missed
// or could not be tried.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { interruption } from './setup/child.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { projectFolder } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';
import { listParts, runPart } from './soak/run-part.mjs';
import { table } from './soak/table.mjs';

/** For everything together. A part that is not done by then was not tried. */
const budgetMs = 50 * 60_000;
/** Most parts wait as long as they work. */
const atOnce = 2;

await runMain(async () => {
  await setUp({ display: process.platform === 'linux', browser: true, clocks: true });
  await ensureBuilt(['app', 'backend']);
  const all = await listParts();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !all.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new SetupError(
      `There is no part ${unknown.join(', ')}. There are: ${all.map(({ name }) => name).join(', ')}.`,
    );

  const began = Date.now();
  const interrupted = interruption();
  const todo = all.filter(({ name }) => asked.length === 0 || asked.includes(name));
  const waiting = [...todo];
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  /** @type {Map<string, import('./soak/run-part.mjs').Outcome>} */
  const outcomes = new Map();
  try {
    const lane = async () => {
      for (let part = waiting.shift(); part && !interrupted.aborted; part = waiting.shift()) {
        const { name, what } = part;
        console.log(`• ${name}: ${what} …`);
        const leftMs = budgetMs - (Date.now() - began);
        const outcome = await runPart(name, { leftMs, environment: display?.environment ?? {} });
        outcomes.set(name, outcome);
        console.log(`${outcome.met ? '✓' : '✗'} ${name}: ${outcome.reached} (${outcome.took})`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    display?.stop();
  }
  if (interrupted.aborted) throw new SetupError('Interrupted.');

  const rows = todo.flatMap((part) => {
    const outcome = outcomes.get(part.name);
    return outcome ? { ...part, ...outcome } : [];
  });
  const text = table(rows);
  const folder = join(projectFolder, 'out/soak');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'soak.md'), `${text}\n`);
  writeFileSync(join(folder, 'soak.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
  const missed = rows.filter(({ met }) => !met).length;
  console.log(`\n${text}\n\n${rows.length - missed} reached, ${missed} missed, ${elapsed(began)}`);
  return missed > 0 ? 1 : 0;
});
