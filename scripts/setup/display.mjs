import { spawn } from 'node:child_process';
import { SetupError } from './progress.mjs';
import { commandPath } from './system-packages.mjs';

/** Whether a window can be shown. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/**
 * Starts a virtual display on the next free number.
 *
 * @returns {Promise<{ environment: { DISPLAY: string, WAYLAND_DISPLAY: undefined }, stop: () => void }>}
 * @throws {SetupError} when Xvfb does not start
 */
export function startVirtualDisplay() {
  return new Promise((resolve, reject) => {
    const command = commandPath('Xvfb') ?? 'Xvfb';
    // It would begin anew whenever the last window is gone: between two tests, while the next app starts.
    const args = ['-displayfd', '3', '-noreset', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (complaint += text));
    const fail = () => reject(new SetupError(`The virtual display (Xvfb) did not start:\n${complaint}`));
    child.once('error', fail).once('exit', fail);
    child.stdio[3]?.once('data', (/** @type {Buffer} */ number) => {
      resolve({
        environment: { DISPLAY: `:${number.toString().trim()}`, WAYLAND_DISPLAY: undefined },
        stop: () => child.kill(),
      });
    });
  });
}
