import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { node } from '../../scripts/setup/paths.mjs';
import { onCleanup } from '../harness/cleanup.ts';

const program = fileURLToPath(new URL('peer-server.ts', import.meta.url));

/**
 * Starts the peer's process; it ends with the run.
 *
 * @returns its address
 */
export async function startPeer(databaseUrl: string): Promise<{ url: string; pid: number }> {
  const child = spawn(node, [program, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  onCleanup(async () => {
    const exit = once(child, 'exit');
    if (child.kill()) await exit;
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the peer ended before it was ready');
  });
  const lines = createInterface(child.stdout);
  const [url] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  if (child.pid === undefined) throw new Error('the peer is no process');
  return { url, pid: child.pid };
}
