// npm run test:releases: the current code beside every earlier release that is kept in test/releases, where npm test takes
// the previous one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOf } from './setup/child.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment } from './setup/paths.mjs';
import { runMain } from './setup/progress.mjs';

await runMain(async () => {
  await ensurePackages();
  let failed = 0;
  for (const chosen of [
    ['api', 'release-matrix.test'],
    ['desktop', 'releases.spec'],
  ]) {
    const code = await endOf(
      spawn(node, [join(projectFolder, 'scripts/test.mjs'), ...chosen], {
        cwd: projectFolder,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...toolEnvironment(), FASTLINKIT_TEST_RELEASES: 'all' },
      }),
    );
    if (code !== 0) failed += 1;
  }
  return failed > 0 ? 1 : 0;
});
