import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endOf } from '../setup/child.mjs';
import { node, projectFolder } from '../setup/paths.mjs';
import { SetupError } from '../setup/progress.mjs';

/**
 * What the backend says when it is ready.
 *
 * @typedef {{ event: string, url: string, mailbox?: string }} ReadyLine
 */

/** How long the backend may take to make its database, fill it and listen. */
const readyLimit = 120_000;

/**
 * Starts the built backend with the demo data and waits until it is ready.
 *
 * @param {{ folder: string, port: number }} options where it keeps its data and its log; port 0 takes a free one
 * @returns {Promise<ReadyLine & { stop: () => Promise<void> }>} `stop` ends it and its PostgreSQL, and waits for that
 * @throws {SetupError} when it ends or stays silent instead
 */
export async function startDemoBackend({ folder, port }) {
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder, { mode: 0o711 });
  const child = spawn(node, [join(projectFolder, 'out/backend/server.js'), '--demo'], {
    env: { ...process.env, FASTLINKIT_DATA_DIR: dataFolder, FASTLINKIT_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own: Ctrl+C reaches this process alone, which then ends the backend last.
    detached: true,
  });
  const ended = endOf(child);
  const log = createWriteStream(join(folder, 'backend.log'), { mode: 0o600 });
  /** @type {string[]} */
  const lastLines = [];
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };

  /** @type {NodeJS.Timeout | undefined} */
  let limit;
  try {
    const ready = await new Promise((/** @type {(said: ReadyLine) => void} */ resolve, reject) => {
      limit = setTimeout(() => reject(new SetupError('The backend was not ready in time.')), readyLimit);
      /** @param {string} line */
      const take = (line) => {
        log.write(`${line}\n`);
        lastLines.push(line);
        if (lastLines.length > 15) lastLines.shift();
        const said = parsed(line);
        if (said?.event === 'ready') resolve(said);
      };
      createInterface({ input: child.stdout }).on('line', take);
      createInterface({ input: child.stderr }).on('line', take);
      ended.then(
        (code) => reject(new SetupError(`The backend ended with code ${code}:\n${lastLines.join('\n')}`)),
        reject,
      );
    });
    return { ...ready, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

/**
 * @param {string} line
 * @returns {ReadyLine | undefined}
 */
function parsed(line) {
  try {
    /** @type {ReadyLine} */
    const said = JSON.parse(line);
    return said;
  } catch {
    return undefined;
  }
}
