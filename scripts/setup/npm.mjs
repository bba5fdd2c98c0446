import { setTimeout as delay } from 'node:timers/promises';
import { SetupError } from './progress.mjs';
import { lastLines, run } from './run.mjs';

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * npm itself: the one that started this script, else the one of the PATH.
 *
 * It runs on the machine's own Node, because it may have to replace the Node of node_modules.
 *
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string, kept?: number }} [options]
 */
export function npm(parameters, options = {}) {
  const script = process.env['npm_execpath'];
  const outerNode = process.env['npm_node_execpath'];
  const env = {
    ...process.env,
    // One dead end must not take minutes before it is named.
    npm_config_fetch_retry_mintimeout: '2000',
    npm_config_fetch_retry_maxtimeout: '10000',
  };
  return script && outerNode
    ? run(outerNode, [script, ...parameters], { ...options, env })
    : run('npm', parameters, { ...options, env, shell: process.platform === 'win32' });
}

/**
 * Says in a sentence why npm failed.
 *
 * @param {string} output what it printed
 * @param {string} doing as "install the packages"
 */
export function npmFailure(output, doing) {
  if (/ENOSPC/.test(output)) return `The disk is full: npm could not ${doing}. Make room and try again.`;
  if (unreachable.test(output))
    return (
      `The npm registry cannot be reached, so npm could not ${doing}. ` +
      'Check the network, a proxy, and `npm config get registry`; then try again.'
    );
  if (/EACCES|EPERM/.test(output))
    return `npm may not write where it has to, so it could not ${doing}:\n${lastLines(output)}`;
  return `npm could not ${doing}:\n${lastLines(output)}`;
}

/**
 * Asks the registry for a sign of life, thrice. npm by itself would try for each of a thousand packages in turn,
 * which takes many minutes.
 *
 * @param {string} doing as "install the packages"
 * @throws {SetupError} when it cannot be reached
 */
export async function reachRegistry(doing) {
  for (let attempt = 1; ; attempt += 1) {
    const { output } = await npm(['ping', '--fetch-retries=0', '--fetch-timeout=10000']);
    if (!unreachable.test(output)) return;
    if (attempt === 3) throw new SetupError(npmFailure(output, doing));
    await delay(1_000);
  }
}
