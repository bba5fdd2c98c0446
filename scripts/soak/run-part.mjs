import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOf } from '../setup/child.mjs';
import { node, projectFolder, toolEnvironment } from '../setup/paths.mjs';
import { elapsed, SetupError } from '../setup/progress.mjs';
import { run } from '../setup/run.mjs';

/**
 * @typedef {{ name: string, what: string, goal: string }} PartName
 * @typedef {{ reached: string, met: boolean, took: string }} Outcome
 */

/** How long a part that is out of time may take to end what it has started. */
const endingMs = 10_000;

/**
 * The parts there are: TypeScript, which the Node that this script may run on cannot read.
 *
 * @returns {Promise<PartName[]>}
 */
export async function listParts() {
  const code = `
    import { parts } from ${JSON.stringify(join(projectFolder, 'test/soak/parts.ts'))};
    const named = Object.entries(parts).map(([name, { what, goal }]) => ({ name, what, goal }));
    console.log(JSON.stringify(named));`;
  const { code: end, output } = await run(node, ['--input-type=module', '--eval', code]);
  if (end !== 0) throw new SetupError(`The parts cannot be read:\n${output}`);
  return JSON.parse(output);
}

/**
 * Runs one part to its end, in a process of its own: what breaks one leaves the others alone.
 *
 * @param {string} name
 * @param {{ leftMs: number, environment: Record<string, string | undefined> }} options
 * @returns {Promise<Outcome>}
 */
export async function runPart(name, { leftMs, environment }) {
  const began = Date.now();
  if (leftMs <= 0) return { reached: 'not tried: no time was left', met: false, took: elapsed(began) };
  const child = spawn(node, [join(projectFolder, 'test/soak/run-part.ts'), name], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: toolEnvironment(environment),
  });
  /** @type {{ reached: string, met: boolean } | undefined} */
  let result;
  child.on('message', (/** @type {{ reached: string, met: boolean }} */ said) => (result = said));
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), endingMs).unref();
  }, leftMs);
  const code = await endOf(child);
  clearTimeout(limit);
  const took = elapsed(began);
  if (late) return { reached: 'not done when the time was up', met: false, took };
  if (!result) return { reached: `could not be tried: it ended with code ${code}`, met: false, took };
  return { ...result, took };
}
