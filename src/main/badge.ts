import { app, nativeImage } from 'electron';
import type { BrowserWindow } from 'electron';
import { dotBitmap } from './dot-bitmap.ts';

const size = 16;

/**
 * Shows how many things want a look: a number on the icon in the dock or the launcher, a dot over the one in the
 * taskbar of Windows, which has no numbers.
 */
export function setBadge(count: number, windows: BrowserWindow[]): void {
  app.setBadgeCount(count);
  if (process.platform !== 'win32') return;
  const dot =
    count === 0
      ? null
      : nativeImage.createFromBitmap(Buffer.from(dotBitmap(size)), { width: size, height: size });
  for (const window of windows) window.setOverlayIcon(dot, count === 0 ? '' : `${count} to look at`);
}
