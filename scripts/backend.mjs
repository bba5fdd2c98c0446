// npm run backend -- [--demo]: runs the bundled backend, in the place of this process where the system can do that,
// so that signals and the exit code are the backend's own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder } from './setup/paths.mjs';
import { runMain } from './setup/progress.mjs';

await runMain(async () => {
  await ensurePackages();
  await ensureBuilt(['backend']);
  const parameters = [join(projectFolder, 'out/backend/server.js'), ...process.argv.slice(2)];
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...parameters]);
  return new Promise((resolve, reject) => {
    const child = spawn(node, parameters, { stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
});
