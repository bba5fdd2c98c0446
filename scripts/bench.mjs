// npm run bench [-- names of scenarios] [-- --long] [-- --write]: measures the product beside its baselines on this machine.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { endOf } from './setup/child.mjs';
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs';
import { node, projectFolder, toolEnvironment } from './setup/paths.mjs';
import { runMain } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';

await runMain(async () => {
  const virtual = !hasDisplay();
  // The scenarios of the desktop have a display and a keyring of their own.
  await setUp({ display: true, browser: true, keyring: true });
  await ensureBuilt(['app', 'backend']);
  const display = virtual ? await startVirtualDisplay() : undefined;
  try {
    return await endOf(
      spawn(node, [join(projectFolder, 'bench/bench.ts'), ...process.argv.slice(2)], {
        cwd: projectFolder,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: toolEnvironment(display?.environment),
        // In a group of its own: Ctrl+C reaches this process alone, which then ends the benchmarks in order.
        detached: true,
      }),
    );
  } finally {
    display?.stop();
  }
});
