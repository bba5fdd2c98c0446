import { spawn } from 'node:child_process';
import { projectFolder } from './paths.mjs';

/** How much of a command's output is kept for the case that it fails. */
const keptCharacters = 20_000;

/**
 * Runs a command to its end and keeps the last part of what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean, timeout?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 if the command does not exist
 */
export function run(command, parameters, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    /** @param {string} text */
    const keep = (text) => {
      output = (output + text).slice(-keptCharacters);
    };
    const child = spawn(command, parameters, {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      resolve({ code: 127, output: String(error) });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * npm itself: the one that started this script, else the one of the PATH.
 *
 * It runs on the machine's own Node, because it may have to replace the Node of node_modules.
 *
 * @param {readonly string[]} parameters
 */
export function npm(parameters) {
  const script = process.env['npm_execpath'];
  const outerNode = process.env['npm_node_execpath'];
  const env = {
    ...process.env,
    // One dead end must not take minutes before it is named.
    npm_config_fetch_retry_mintimeout: '2000',
    npm_config_fetch_retry_maxtimeout: '10000',
  };
  return script && outerNode
    ? run(outerNode, [script, ...parameters], { env })
    : run('npm', parameters, { env, shell: process.platform === 'win32' });
}

/**
 * Says in a sentence why npm failed.
 *
 * @param {string} output what it printed
 * @param {string} doing as "install the packages"
 */
export function npmFailure(output, doing) {
  if (/ENOSPC/.test(output)) return `The disk is full: npm could not ${doing}. Make room and try again.`;
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/.test(
      output,
    )
  )
    return (
      `The npm registry cannot be reached, so npm could not ${doing}. ` +
      'Check the network, a proxy, and `npm config get registry`; then try again.'
    );
  if (/EACCES|EPERM/.test(output))
    return `npm may not write where it has to, so it could not ${doing}:\n${lastLines(output)}`;
  return `npm could not ${doing}:\n${lastLines(output)}`;
}

/** @param {string} text */
export const lastLines = (text) => text.trimEnd().split('\n').slice(-15).join('\n');
