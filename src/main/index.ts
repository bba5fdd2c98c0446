import { app } from 'electron';
import { canWriteTo } from './files/writable-folder.ts';
import { refuseToStart } from './refuse-to-start.ts';
import { start } from './start.ts';

// Electron takes its usual folder where it cannot create the one that the command line names.
const profile = app.commandLine.getSwitchValue('user-data-dir') || app.getPath('userData');

if (!canWriteTo(profile)) {
  // Before the lock, which is a file in the profile: without it, each start would take itself for a second one.
  void refuseToStart(profile);
} else if (app.requestSingleInstanceLock()) {
  // There is one process per profile. A second one hands its arguments to the first and quits.
  start();
} else {
  app.quit();
}
