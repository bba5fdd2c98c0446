import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import drizzle from '../drizzle.config.ts';
import { node, projectFolder, toolFile } from './setup/paths.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

const copy = temporaryFolder('fastlinkit-migrations');
afterAll(() => removeFolder(copy));

it('has a migration for all that the tables say', () => {
  const { out = '' } = drizzle;
  cpSync(join(projectFolder, out), join(copy, 'migrations'), { recursive: true });
  const before = readdirSync(join(copy, 'migrations'));
  const config = join(copy, 'drizzle.config.json');
  writeFileSync(
    config,
    JSON.stringify({ ...drizzle, out: relative(projectFolder, join(copy, 'migrations')) }),
  );
  execFileSync(node, [toolFile('drizzle-kit/bin.cjs'), 'generate', `--config=${config}`], {
    cwd: projectFolder,
  });
  expect(readdirSync(join(copy, 'migrations'))).toEqual(before);
});
