import { BrowserWindow } from 'electron';
import { z } from 'zod';
import { setBadge } from './badge.ts';
import { noInput, organizationInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Windows } from './windows.ts';

export function registerWindow(handle: Handle, windows: Windows): void {
  handle('window.reload', noInput, (_input, caller) => {
    caller.reload();
    return null;
  });

  handle('window.drawn', noInput, (_input, caller) => {
    windows.reveal(caller);
    return null;
  });

  handle('window.seen', noInput, () => {
    windows.markSeen();
    return null;
  });

  handle('window.place', noInput, (_input, caller) => windows.takePlace(caller));

  handle('window.openOrganization', organizationInput, ({ organizationId }) => {
    windows.openOrganization(organizationId);
    return null;
  });

  handle('window.setBadge', z.strictObject({ count: z.int().min(0) }), ({ count }) => {
    setBadge(count, BrowserWindow.getAllWindows());
    return null;
  });
}
