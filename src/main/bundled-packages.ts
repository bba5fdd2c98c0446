import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { About } from '#contract/admin-bridge';

const packageList = z.array(z.object({ name: z.string(), version: z.string(), license: z.string() }));

/**
 * The packages that were bundled into the app, by name, each version once.
 *
 * @param files the lists that the build has put beside what it made; none is there while developing
 */
export function readBundledPackages(files: readonly string[]): About['packages'] {
  const packages = files.flatMap(readList);
  const byName = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byName.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}

function readList(file: string): About['packages'] {
  try {
    return packageList.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
