// The peer of the app: the least that a window of Electron can be, sandboxed as the app's is, with nothing in it.
import { app, BrowserWindow } from 'electron';

app.on('ready', () => {
  const window = new BrowserWindow({
    x: 0,
    y: 0,
    width: 1180,
    height: 760,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL('data:text/html,<title>Blank</title><body style="background:%23f4f5f8;height:90vh">');
});
