// npm run dev: the app with hot reload, and the backend restarted at every change of its sources.
import { spawn } from 'node:child_process';
import { endOf } from './setup/child.mjs';
import { hasDisplay } from './setup/display.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from './setup/paths.mjs';
import { runMain, SetupError } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

await runMain(async () => {
  if (!hasDisplay())
    throw new SetupError('npm run dev opens the app and needs a display. npm run tour does not.');
  const electron = await setUp({ display: false, browser: false });
  const folder = temporaryFolder('fastlinkit-dev');
  /** @type {import('node:child_process').SpawnOptions} */
  const options = {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toolEnvironment({ ELECTRON_EXEC_PATH: electron, FASTLINKIT_DATA_DIR: folder }),
    // In groups of their own: Ctrl+C reaches this process alone, which then ends the two in order.
    detached: true,
  };
  const watched = ['--watch-path=src/backend', '--watch-path=src/contract'];
  const backend = spawn(node, [...watched, 'src/backend/server.ts', '--demo'], options);
  const backendEnded = endOf(backend);
  const code = await endOf(spawn(node, [toolFile('electron-vite/bin/electron-vite.js'), 'dev'], options));
  backend.kill('SIGTERM');
  await backendEnded;
  removeFolder(folder);
  return code;
});
