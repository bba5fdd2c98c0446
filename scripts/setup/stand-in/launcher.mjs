// What `electron <folder>` does in an official Electron, and this binary lacks: start the app of that folder.
// Its end is awaited at the top level, so that "ready" waits until the app's own code has run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from 'electron';

// Electron's own default app uses these two as well; they are not in its public types.
const app =
  /** @type {electron.App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
    electron.app
  );

const parameters = process.argv.slice(1);
/** @type {string[]} */
const required = [];
let folder = '.';
for (let at = 0; at < parameters.length; at += 1) {
  const parameter = parameters[at] ?? '';
  if (parameter === '-v' || parameter === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (parameter === '-r' || parameter === '--require') {
    at += 1;
    required.push(parameters[at] ?? '');
  } else if (!parameter.startsWith('-')) {
    folder = parameter;
    break;
  }
}

const appFolder = resolve(folder);
/** @type {{ name: string, productName?: string, version: string, main?: string }} */
const manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
Object.assign(process, { defaultApp: true });
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(appFolder);

const require = createRequire(join(appFolder, 'package.json'));
for (const module of required) require(module);
await import(pathToFileURL(join(appFolder, manifest.main ?? 'index.js')).href);
