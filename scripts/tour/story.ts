import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { projectFolder } from '../setup/paths.mjs';
import { elapsed } from '../setup/progress.mjs';
import { expect } from './expect.ts';

const folder = join(projectFolder, 'out/tour');
const keptFolder = join(projectFolder, 'docs/images');

/** Tells what happens, step by step, and keeps a picture of each screen. */
export class Story {
  readonly #began = Date.now();
  #steps = 0;
  /** The files of the pictures, by what they show. */
  readonly #pictures = new Map<string, string>();

  constructor() {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /**
   * Does one step and prints what it was and how long it took.
   *
   * @throws what the step throws, after saying that it was this one
   */
  async step<Result>(sentence: string, work: () => Promise<Result>): Promise<Result> {
    this.#steps += 1;
    const began = Date.now();
    const line = (mark: string) =>
      `${mark} ${String(this.#steps).padStart(2)}  ${sentence}  (${elapsed(began)})`;
    try {
      const result = await work();
      console.log(line('✓'));
      return result;
    } catch (error) {
      console.log(line('✗'));
      throw error;
    }
  }

  /** Saves what a window shows as the next picture, as soon as all of it has been loaded. */
  async picture(page: Page, name: string): Promise<void> {
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    // Away from whatever was clicked last, which would look chosen.
    await page.mouse.move(0, 0);
    await this.#save(page, name);
  }

  /** Saves what a window shows after a step has failed, as far as that can be done. */
  async failure(page: Page): Promise<void> {
    await this.#save(page, 'failed').catch(() => {});
  }

  async #save(page: Page, name: string): Promise<void> {
    const number = String(this.#pictures.size + 1).padStart(2, '0');
    const path = join(folder, `${number}-${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    this.#pictures.set(name, path);
  }

  /** Puts pictures where the README shows them. */
  keep(names: readonly string[]): void {
    for (const name of names) {
      const path = this.#pictures.get(name);
      if (!path) throw new Error(`The tour took no picture of ${name}.`);
      copyFileSync(path, join(keptFolder, `${name}.png`));
    }
  }

  end(): void {
    console.log(
      `\n${this.#steps} steps in ${elapsed(this.#began)}; ${this.#pictures.size} pictures in out/tour`,
    );
  }
}
