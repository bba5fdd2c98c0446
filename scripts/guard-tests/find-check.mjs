import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productFiles } from '../lint/source-files.mjs';
import { fillIn, findPattern } from './source-pattern.mjs';

/** @typedef {import('../../test/guard-tests/guard-test.ts').GuardTest} GuardTest */

/** Why a guard test could not be tried; the message says it. */
export class GuardTestError extends Error {}

/** @typedef {{ path: string, text: string }} SourceFile */

/**
 * Reads what a check may be in: the product's code, and the description of its package.
 *
 * @param {string} root the tree
 * @returns {SourceFile[]}
 */
export function readSources(root) {
  return [...productFiles(root), 'electron-builder.yml'].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/**
 * Removes the check of a guard test from the sources, without writing anything.
 *
 * @param {Pick<GuardTest, 'check' | 'without'>} guardTest
 * @param {readonly SourceFile[]} sources
 * @returns {SourceFile} the one file that changes, with its new text
 * @throws {GuardTestError} when the check is not found, or found more than once
 */
export function withoutCheck({ check, without = '' }, sources) {
  const found = sources.flatMap((file) => findPattern(file.text, check).map((match) => ({ file, match })));
  const [only, ...others] = found;
  if (!only) throw new GuardTestError(`its check is not found in the product: ${check}`);
  if (others.length > 0) {
    const paths = [...new Set(found.map(({ file }) => file.path))].join(', ');
    throw new GuardTestError(`its check is found ${found.length} times, in ${paths}: ${check}`);
  }
  const { file, match } = only;
  const replacement = fillIn(without, match.names);
  return {
    path: file.path,
    text: file.text.slice(0, match.start) + replacement + file.text.slice(match.end),
  };
}
