import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, projectFolder } from '../setup/paths.mjs';
import { lastLines, run } from '../setup/run.mjs';

/** What of the tree no test needs, or is too large to be copied: it is built there, or linked. */
const leftOut = ['.git', 'dist', 'node_modules', 'out'];

/** @typedef {{ file: string, from: string, to: string }} Change */

/** A copy of the project in which a guard can be taken out while nobody else sees it. */
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
  }

  /**
   * Makes the change, does the work, and puts the file back.
   *
   * @template T
   * @param {Change} change
   * @param {() => Promise<T>} work
   */
  async without({ file, from, to }, work) {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    const pieces = text.split(from);
    if (pieces.length !== 2)
      throw new GuardError(`the text of the guard stands ${pieces.length - 1} times in ${file}`);
    writeFileSync(path, pieces.join(to));
    try {
      return await work();
    } finally {
      writeFileSync(path, text);
    }
  }

  /** @param {readonly ('app' | 'backend')[]} parts */
  async build(parts) {
    const code = `(await import('./scripts/build.mjs')).ensureBuilt(${JSON.stringify(parts)})`;
    const { code: end, output } = await run(node, ['--input-type=module', '--eval', `await ${code}`], {
      cwd: this.folder,
    });
    if (end !== 0) throw new GuardError(`it does not build:\n${lastLines(output)}`);
  }
}

/** Why a guard could not be tried, in words. */
export class GuardError extends Error {}
