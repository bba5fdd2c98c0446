import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../setup/paths.mjs';
import { mayBeShipped } from './licence.mjs';

type Versions = Record<string, string>;
interface Wanted {
  dependencies?: Versions;
  devDependencies?: Versions;
  optionalDependencies?: Versions;
}
interface Locked extends Wanted {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
}
interface Manifest extends Wanted {
  allowScripts: Record<string, boolean>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(projectFolder, name), 'utf8'));
const manifest = read('package.json') as Manifest;
const { packages, lockfileVersion } = read('package-lock.json') as {
  packages: Record<string, Locked>;
  lockfileVersion: number;
};
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const wanted = (from: Wanted) =>
  Object.entries({ ...from.dependencies, ...from.devDependencies, ...from.optionalDependencies });

describe('package.json', () => {
  it('names an exact version of each package', () => {
    const exact = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;
    expect(wanted(manifest).length).toBeGreaterThan(50);
    expect(wanted(manifest).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it('is what the lock file was made of', () => {
    const [root] = [packages['']];
    expect(lockfileVersion).toBe(3);
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
    const installed = wanted(manifest).map(([name]) => [name, packages[`node_modules/${name}`]?.version]);
    expect(installed).toEqual(wanted(manifest));
  });

  it('says of each package that runs a script when it is installed whether it may', () => {
    const scripts = new Set(locked.filter(([, one]) => one.hasInstallScript).map(([path]) => nameOf(path)));
    expect([...scripts].filter((name) => !(name in manifest.allowScripts))).toEqual([]);
  });
});

describe('the lock file', () => {
  it('knows each package by the SHA-512 of what the registry gives', () => {
    const sha512 = /^sha512-[\w+/]{86}==$/;
    expect(locked.length).toBeGreaterThan(500);
    expect(locked.filter(([, one]) => !sha512.test(one.integrity ?? '')).map(([path]) => path)).toEqual([]);
  });

  it("takes packages from a registry alone, and names none: which one is the machine's to say", () => {
    const elsewhere = locked.filter(([, { resolved, link }]) => link || resolved !== undefined);
    expect(elsewhere.map(([path]) => path)).toEqual([]);
    // A version or a range, or a package of another name: no address, no folder, no repository.
    const range = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?[\w\s.^~<>=|*+-]*$/;
    const odd = Object.values(packages).flatMap((one) =>
      wanted(one).filter(([, version]) => !range.test(version)),
    );
    expect(odd).toEqual([]);
  });

  it('lets nothing into the backend that may not be shipped', () => {
    // Its manifest says it in the way of 2010: `licenses: [{ type: 'MIT' }]`, which a lock file does not repeat.
    const saidOtherwise = new Map([['xmlhttprequest-ssl', 'MIT']]);
    const shipped = locked.filter(([, one]) => !one.dev);
    expect(shipped.length).toBeGreaterThan(100);
    const refused = shipped.filter(
      ([path, { license }]) => !mayBeShipped(license ?? saidOtherwise.get(nameOf(path)) ?? ''),
    );
    expect(refused.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
