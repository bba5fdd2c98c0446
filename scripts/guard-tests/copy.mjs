import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, projectFolder } from '../setup/paths.mjs';
import { lastLines, run } from '../setup/run.mjs';
import { GuardTestError, readSources, withoutCheck } from './find-check.mjs';

/** What of the tree no test needs, or is too large to be copied: it is built there, or linked. */
const leftOut = ['.git', 'dist', 'node_modules', 'out'];

/** A copy of the project in which a check can be removed while nobody else sees it. */
export class Copy {
  /** @param {string} folder an empty one */
  constructor(folder) {
    this.folder = folder;
    cpSync(projectFolder, folder, {
      recursive: true,
      // What is built is current as long as its sources are no newer.
      preserveTimestamps: true,
      filter: (path) => !leftOut.some((name) => path === join(projectFolder, name)),
    });
    for (const built of ['app', 'backend', 'main', 'preload', 'renderer']) {
      for (const name of [built, `.${built}.stamp`]) {
        const path = join(projectFolder, 'out', name);
        if (existsSync(path))
          cpSync(path, join(folder, 'out', name), { recursive: true, preserveTimestamps: true });
      }
    }
    symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
    this.sources = readSources(folder);
  }

  /**
   * Removes the check, does the work, and puts the file back.
   *
   * @template T
   * @param {Pick<import('./find-check.mjs').GuardTest, 'check' | 'without'>} guardTest
   * @param {() => Promise<T>} work
   * @throws {GuardTestError} when the check is not found exactly once
   */
  async without(guardTest, work) {
    const changed = withoutCheck(guardTest, this.sources);
    const path = join(this.folder, changed.path);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, changed.text);
    try {
      return await work();
    } finally {
      writeFileSync(path, original);
    }
  }

  /**
   * @param {readonly ('app' | 'backend')[]} parts
   * @throws {GuardTestError} when the tree does not build
   */
  async build(parts) {
    const code = `(await import('./scripts/build.mjs')).ensureBuilt(${JSON.stringify(parts)})`;
    const { code: end, output } = await run(node, ['--input-type=module', '--eval', `await ${code}`], {
      cwd: this.folder,
    });
    if (end !== 0) throw new GuardTestError(`it does not build:\n${lastLines(output)}`);
  }
}
