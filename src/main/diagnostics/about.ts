import { readFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { About } from '#contract/bridge/types';

export type Versions = Pick<About, 'app' | 'electron' | 'chromium' | 'node' | 'os'>;

/** The versions of the app and of what it runs on. */
export function readVersions(): Versions {
  const { electron, chrome: chromium, node } = process.versions;
  return { app: app.getVersion(), electron, chromium, node, os: `${type()} ${release()} (${arch()})` };
}

const packageList = z.array(z.object({ name: z.string(), version: z.string(), license: z.string() }));

/** The packages that are bundled into the app, from the lists that the build writes beside its output. */
export function readBundledPackages(): About['packages'] {
  return readPackageLists(
    ['main', 'renderer'].map((part) => join(app.getAppPath(), 'out', part, 'packages.json')),
  );
}

/**
 * Merges lists of packages: sorted by name, each version once.
 *
 * @param files a missing or damaged file counts as empty; in development there are none
 */
export function readPackageLists(files: readonly string[]): About['packages'] {
  const packages = files.flatMap(readPackageList);
  const byVersion = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byVersion.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}

function readPackageList(file: string): About['packages'] {
  try {
    return packageList.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
