// npm run mutation: changes the rules, sessions, tenancy and deep-link code one place at a time, and counts how many of
// the changes a test notices. Exits 1 when that is fewer than 85 %. What is behind `--` goes to Stryker, as in
// `npm run mutation -- --mutate src/backend/seat/seat-rules.ts`.
import { spawn } from 'node:child_process';
import { endOf } from './setup/child.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from './setup/paths.mjs';
import { runMain } from './setup/progress.mjs';

await runMain(async () => {
  await ensurePackages();
  const stryker = toolFile('@stryker-mutator/core/bin/stryker.js');
  return endOf(
    spawn(node, [stryker, 'run', 'stryker.config.ts', ...process.argv.slice(2)], {
      cwd: projectFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment(),
    }),
  );
});
