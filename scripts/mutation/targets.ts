import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productFiles } from '../lint/source-files.mjs';
import { projectFolder } from '../setup/paths.mjs';

/**
 * The modules of the server and the main process that are mutated, each named by something that it exports: the files
 * move, and two names may be in one file.
 */
export const mutatedModules: readonly string[] = [
  // Rules of invites, seats and members
  'renewInvite',
  'hasFreeSeat',
  'refuseChange',
  // Sessions and sign-in
  'decideRefresh',
  'startSession',
  'refreshSession',
  'issueTokens',
  'signOut',
  'authenticate',
  'sessionTokenKeys',
  'lockSession',
  'startWebSession',
  'checkCredentials',
  'signIn',
  'signInOnWeb',
  'networkOf',
  'stepOfCode',
  'signAccountToken',
  // Tenancy: who may see and change an organization, and who receives its events
  'can',
  'authorize',
  'canReceive',
  // Links into the app and out of it
  'parseDeepLink',
  'openDeepLink',
  'openExternalLink',
];

/** Single functions that are mutated in a module that is otherwise about something else. */
export const mutatedFunctions: readonly string[] = ['findCallerRole', 'endSessionOfCredential'];

/**
 * Finds what is mutated in the tree as it is.
 *
 * @returns paths, and for single functions `path:firstLine-lastLine`, as Stryker's `mutate` option takes them
 * @throws Error that names the export which is in no file, or in more than one
 */
export function findMutationTargets(): string[] {
  const files = productFiles()
    .filter((path) => /^src\/(backend|main)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }));

  /** The one file that exports the name, and where in it. */
  const find = (name: string) => {
    const declaration = new RegExp(`^export (?:(?:async )?function|const|class) ${name}\\b`, 'm');
    const found = files.flatMap(({ path, text }) => {
      const start = text.search(declaration);
      return start === -1 ? [] : [{ path, text, start }];
    });
    const [only, ...others] = found;
    if (!only || others.length > 0) {
      const where = only ? found.map(({ path }) => path).join(' and ') : 'no file of src/backend or src/main';
      throw new Error(
        `The mutation target ${name} is exported by ${where}. Correct its name in scripts/mutation/targets.ts.`,
      );
    }
    return only;
  };

  const modules = new Set(mutatedModules.map((name) => find(name).path));
  const functions = mutatedFunctions.map((name) => {
    const { path, text, start } = find(name);
    const firstLine = text.slice(0, start).split('\n').length;
    const length = text.slice(start).split('\n').indexOf('}');
    if (length === -1) throw new Error(`The mutation target ${name} has no end in ${path}.`);
    return `${path}:${firstLine}-${firstLine + length}`;
  });
  return [...modules, ...functions];
}
