import { spawn } from 'node:child_process';
import { projectFolder } from './paths.mjs';

/** How much of a command's output is kept for the case that it fails, unless more is asked for. */
const keptCharacters = 20_000;

/**
 * Runs a command to its end and keeps the last part of what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean, timeout?: number, kept?: number }} [options]
 * @returns {Promise<{ code: number, output: string, answer: string }>} code 127 if the command does not exist; the answer
 *   is what it printed without what it said besides, as warnings
 */
export function run(command, parameters, { kept = keptCharacters, ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    let answer = '';
    /** @param {string} text */
    const keep = (text) => {
      output = (output + text).slice(-kept);
    };
    const child = spawn(command, parameters, {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      answer = (answer + text).slice(-kept);
      keep(text);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      resolve({ code: 127, output: String(error), answer: '' });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output, answer });
    });
  });
}

/** @param {string} text */
export const lastLines = (text) => text.trimEnd().split('\n').slice(-15).join('\n');
