// npm run package: the app as a folder to hand out, with its bill of materials beside it. Imported, it makes the same
// with another Electron, elsewhere.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { writeBillOfMaterials } from './package/bill-of-materials.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from './setup/paths.mjs';
import { runMain, SetupError, step } from './setup/progress.mjs';
import { lastLines, run } from './setup/run.mjs';

/**
 * @typedef {object} OtherElectron
 * @property {string} folder where its files are
 * @property {string} version
 */

/**
 * Packs the app as it was built.
 *
 * @param {{ output?: string, electron?: OtherElectron }} [options] another Electron is for packages that are tried and
 *   thrown away, never for a release
 * @returns {Promise<string>} the folder that the package and its bill of materials are in
 * @throws {SetupError} with what the packer says
 */
export async function packageApp({ output = join(projectFolder, 'dist'), electron } = {}) {
  const other = electron && [`-c.electronDist=${electron.folder}`, `-c.electronVersion=${electron.version}`];
  const parameters = ['--dir', '--publish=never', `-c.directories.output=${output}`, ...(other ?? [])];
  const builder = [toolFile('electron-builder/cli.js'), ...parameters];
  const { code, output: said } = await run(node, builder, { env: toolEnvironment() });
  if (code !== 0) throw new SetupError(`The app could not be packed:\n${lastLines(said)}`);
  await writeBillOfMaterials(join(output, 'bill-of-materials.cdx.json'), electron?.version);
  return output;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await runMain(async () => {
    await ensurePackages();
    await ensureBuilt(['app'], { always: true });
    const folder = await step('Packing the app', () => packageApp());
    console.log(`The package and its bill of materials are in ${folder}.`);
  });
