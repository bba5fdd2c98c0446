import type { ElectronApplication } from '@playwright/test';

interface Shown {
  title: string;
  body: string;
}

/** From now on notifications are kept in place of being shown, and whether a window is in front is as the test says. */
export async function captureNotifications(electron: ElectronApplication, isInFront: boolean) {
  await electron.evaluate(({ Notification, BrowserWindow }, isInFront) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shownNotifications: shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
    BrowserWindow.prototype.isFocused = () => isInFront;
  }, isInFront);
  return {
    shown: (): Promise<Shown[]> =>
      electron.evaluate(() =>
        (globalThis as unknown as { shownNotifications: Electron.Notification[] }).shownNotifications.map(
          ({ title, body }) => ({ title, body }),
        ),
      ),
    click: () =>
      electron.evaluate(() => {
        (
          globalThis as unknown as { shownNotifications: Electron.Notification[] }
        ).shownNotifications[0]?.emit('click');
      }),
  };
}
