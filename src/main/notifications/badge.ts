import { app, BrowserWindow, nativeImage } from 'electron';
import badgePath from '../../../resources/badge.png?asset';

/**
 * Shows how many things need attention: a number on the app's icon in the dock or launcher. The taskbar of Windows
 * has no numbers, so the icon gets a dot there.
 */
export function setBadge(count: number): void {
  app.setBadgeCount(count);
  if (process.platform !== 'win32') return;
  const dot = count === 0 ? null : nativeImage.createFromPath(badgePath);
  for (const window of BrowserWindow.getAllWindows()) {
    window.setOverlayIcon(dot, count === 0 ? '' : `${count} ${count === 1 ? 'needs' : 'need'} attention`);
  }
}
