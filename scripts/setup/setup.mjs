import { ensureChromium } from './chromium.mjs';
import { binaryOf, ensureElectron } from './electron.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Installs whatever is missing on a bare machine. Quick when nothing is.
 *
 * @param {{ display: boolean, browser: boolean, clocks?: boolean, keyring?: boolean }} wanted what is needed as well: a
 *   virtual display, Chromium, clocks that can be moved, the keyring of a Linux desktop
 * @returns {Promise<string>} the path of Electron's executable
 * @throws {import('./progress.mjs').SetupError} with what to do
 */
export async function setUp(wanted) {
  await ensurePackages();
  const electron = await ensureElectron();
  await ensureSystemPackages({ binaries: [binaryOf(electron)], ...wanted });
  if (wanted.browser) await ensureChromium();
  return electron;
}
