import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, npmFailure } from '../setup/npm.mjs';
import { projectFolder } from '../setup/paths.mjs';
import { SetupError } from '../setup/progress.mjs';

/**
 * @typedef {{ name: string, version: string, license?: string, dependencies?: Record<string, string> }} Package
 * @typedef {Record<string, string>} Versions
 */

/**
 * Writes which software is inside the package, as CycloneDX: the libraries that were bundled into the app, with the
 * hashes of the lock file, and Electron.
 *
 * @param {string} file
 * @param {string} [electron] the version of the Electron that was packed; that of package.json unless another was
 * @throws {SetupError} when npm cannot make it
 */
export async function writeBillOfMaterials(file, electron) {
  /** @type {Package & { devDependencies: Versions }} */
  const manifest = read('package.json');
  const { bom, complaint } = await bundledAlone(manifest);
  if (bom === undefined) throw new SetupError(complaint);
  bom.components.push(electronComponent(electron ?? manifest.devDependencies['electron'] ?? ''));
  writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
}

/**
 * `npm sbom` lists what is installed, the tools among it; so it is shown a project that has nothing but what ships.
 *
 * @param {Package} manifest
 * @returns {Promise<{ bom?: { components: object[] }, complaint: string }>}
 */
async function bundledAlone({ name, version, license }) {
  const temporary = mkdtempSync(join(tmpdir(), 'fastlinkit-materials-'));
  // npm calls the whole by the name of its folder.
  const folder = join(temporary, name);
  try {
    mkdirSync(folder);
    const { dependencies, packages } = shippedPackages();
    const root = { name, version, license, dependencies };
    const lock = { name, version, lockfileVersion: 3, requires: true, packages: { '': root, ...packages } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    const { code, output, answer } = await npm(
      [
        'sbom',
        '--sbom-format=cyclonedx',
        '--sbom-type=application',
        '--package-lock-only',
        '--loglevel=error',
      ],
      { cwd: folder, kept: Infinity },
    );
    if (code === 0) return { bom: JSON.parse(answer), complaint: '' };
    const isOld = /Unknown command/i.test(output);
    return {
      complaint: isOld
        ? 'This npm is too old to write a bill of materials: npm 10 or newer is needed.'
        : npmFailure(output, 'write the bill of materials'),
    };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * The part of the lock file that was bundled into the app.
 */
function shippedPackages() {
  /** @type {{ packages: Record<string, Package> }} */
  const { packages: locked } = read('package-lock.json');
  /** @type {Package[]} */
  const bundled = ['main', 'renderer'].flatMap((part) => read(`out/${part}/packages.json`));
  const isBundled = (/** @type {string} */ path, /** @type {Package} */ { version }) =>
    bundled.some((one) => path.endsWith(`node_modules/${one.name}`) && version === one.version);
  const paths = Object.keys(locked).filter((path) =>
    isBundled(path, locked[path] ?? { name: '', version: '' }),
  );
  const missing = bundled.filter(({ name }) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  if (missing.length > 0)
    throw new SetupError(`The lock file does not know ${missing.map(({ name }) => name).join(', ')}.`);
  return {
    dependencies: Object.fromEntries(bundled.map(({ name, version }) => [name, version])),
    packages: Object.fromEntries(paths.map((path) => [path, amongThemselves(locked[path], bundled)])),
  };
}

/**
 * A package without those that were left out of the bundle.
 *
 * @param {Package | undefined} one
 * @param {readonly Package[]} bundled
 */
function amongThemselves(one, bundled) {
  const { dependencies = {}, ...rest } = /** @type {Package} */ (one);
  const kept = Object.entries(dependencies).filter(([name]) => bundled.some((other) => other.name === name));
  const more = { dev: undefined, peerDependencies: undefined, optionalDependencies: undefined };
  return { ...rest, ...more, dependencies: Object.fromEntries(kept) };
}

/** @param {string} version */
function electronComponent(version) {
  return {
    'bom-ref': `electron@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    scope: 'required',
    purl: `pkg:github/electron/electron@v${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
}

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(join(projectFolder, name), 'utf8'));
