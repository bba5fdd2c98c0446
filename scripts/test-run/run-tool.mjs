import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { endOf } from '../setup/child.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from '../setup/paths.mjs';

/** Some tools do not notice by themselves that their output goes to a file, and colour it. */
const plainText = process.stdout.isTTY || process.env['FORCE_COLOR'] ? {} : { NO_COLOR: '1' };

/**
 * @typedef {object} ToolOptions
 * @property {Record<string, string | undefined>} [environment]
 * @property {NodeJS.Signals} [signal] the one upon which the tool ends in order, when this process is interrupted
 * @property {boolean} [captured] whether its output is returned instead of printed
 */

/**
 * Runs a tool of node_modules, or a script of the project, on Node 24.
 *
 * @param {string} tool the file that it starts with: below node_modules, or its absolute path
 * @param {readonly string[]} parameters
 * @param {ToolOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} the output only if it is captured
 */
export async function runTool(tool, parameters, { environment, signal, captured = false } = {}) {
  const target = captured ? 'pipe' : 'inherit';
  const child = spawn(node, [isAbsolute(tool) ? tool : toolFile(tool), ...parameters], {
    cwd: projectFolder,
    stdio: ['ignore', target, target],
    env: toolEnvironment({ ...plainText, ...environment }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  return { code: await endOf(child, signal), output };
}
