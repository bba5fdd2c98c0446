import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from './lint/source-files.mjs';
import { projectFolder } from './setup/paths.mjs';

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

interface Package {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
}
const { scripts, devDependencies } = JSON.parse(read('package.json')) as Package;

// A decision record says what was decided on its date, with the commands of that time.
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...filesBelow(['docs', '.github'], { extensions: ['.md', '.yml'] }).filter(
    (path) => !path.startsWith('docs/decisions/'),
  ),
];

/** The names of `npm test`'s stages, as scripts/test.mjs has them. */
function stageNames(): string[] {
  const [, stages = ''] = /^const stages = \{\n(.*?)^\};/ms.exec(read('scripts/test.mjs')) ?? [];
  return Array.from(stages.matchAll(/^ {2}(\w+)[:(]/gm), ([, name = '']) => name);
}

/** All that the documents say in one form, with the document that says it. */
function said(pattern: RegExp): { command: string; path: string }[] {
  return documents.flatMap((path) =>
    Array.from(read(path).matchAll(pattern), ([, command = '']) => ({ command, path })),
  );
}

describe('the documents', () => {
  it('name only scripts that package.json has', () => {
    const commands = said(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g);
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter(({ command }) => !(command in scripts))).toEqual([]);
  });

  it('name only stages that npm test has', () => {
    const stages = stageNames();
    expect(stages).toEqual(expect.arrayContaining(['types', 'lint', 'unit', 'api', 'desktop']));
    const commands = said(/npm test -- ([a-z]\w*)/g);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter(({ command }) => !stages.includes(command))).toEqual([]);
  });
});

it('.nvmrc names the Node that the scripts run on', () => {
  expect(read('.nvmrc').trim()).toBe(devDependencies['node']);
});
