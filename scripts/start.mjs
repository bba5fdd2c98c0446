// npm start: sets up what is missing, builds what is stale, starts the backend with the demo and opens the app.
// Without a display it plays the tour instead.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { startDemoBackend } from './demo/demo-backend.mjs';
import { demoAccounts, demoPassword } from './demo/demo-data.mjs';
import { endOf, interruption } from './setup/child.mjs';
import { hasDisplay } from './setup/display.mjs';
import { projectFolder } from './setup/paths.mjs';
import { runMain, SetupError, step } from './setup/progress.mjs';
import { lastLines } from './setup/run.mjs';
import { setUp } from './setup/setup.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';
import { playTour } from './tour.mjs';

/** The address that the app proposes at its first start. */
const proposedPort = 4600;

await runMain(async () => {
  if (!hasDisplay()) {
    console.log('There is no display here: this plays the tour on a virtual one.');
    return playTour();
  }
  const electron = await setUp({ display: false, browser: false });
  await ensureBuilt(['app', 'backend']);
  return openDemo(electron);
});

/**
 * Each start has a demo of its own, as it was filled in: an invite that expires within a day would not stay one.
 *
 * @param {string} electron
 */
async function openDemo(electron) {
  const folder = temporaryFolder('fastlinkit-demo');
  const port = (await isFree(proposedPort)) ? proposedPort : 0;
  try {
    const backend = await step('Starting the backend with the demo', () =>
      startDemoBackend({ folder, port }),
    );
    try {
      console.log(introduction(backend));
      return await openApp(electron, join(folder, 'app.log'));
    } finally {
      await step('Stopping the backend', backend.stop);
    }
  } finally {
    removeFolder(folder);
  }
}

/**
 * @param {string} electron
 * @param {string} logFile takes what Chromium grumbles about on systems that lack this or that
 */
async function openApp(electron, logFile) {
  const log = openSync(logFile, 'w', 0o600);
  const code = await endOf(spawn(electron, [projectFolder], { stdio: ['ignore', 'ignore', log] }));
  closeSync(log);
  if (code !== 0 && !interruption().aborted)
    throw new SetupError(`The app ended with code ${code}:\n${lastLines(readFileSync(logFile, 'utf8'))}`);
  return code;
}

/** @param {{ url: string, mailbox?: string }} backend */
function introduction({ url, mailbox }) {
  const accounts = demoAccounts.map(({ email, what }) => `    ${email.padEnd(26)}${what}`).join('\n');
  return `
  Server    ${url}${url.endsWith(`:${proposedPort}`) ? '' : '   (type this into the field Server of the app)'}
  Mailbox   ${mailbox ?? 'none'}   (every email of the demo arrives here)
  Password  ${demoPassword}   (of every account)

${accounts}

  Close the app or press Ctrl+C to end.
`;
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
