import { z } from 'zod';
import { setBadge } from '../notifications/badge.ts';
import type { Windows } from '../window/windows.ts';
import { noInput, organizationInput } from './handle.ts';
import type { Handle } from './handle.ts';

/** Registers what a window asks about itself. */
export function registerWindowHandlers(handle: Handle, windows: Windows): void {
  handle('window.reload', noInput, (_input, caller) => {
    caller.reload();
    return null;
  });

  handle('window.startOver', noInput, (_input, caller) => {
    windows.startOver(caller);
    return null;
  });

  handle('window.rendered', noInput, (_input, caller) => {
    windows.reveal(caller);
    return null;
  });

  handle('window.painted', noInput, () => {
    windows.markPainted();
    return null;
  });

  handle('window.initialLocation', noInput, (_input, caller) => windows.initialLocation(caller));

  handle('window.openOrganization', organizationInput, ({ organizationId }) => {
    windows.openOrganization(organizationId);
    return null;
  });

  handle('window.setBadge', z.strictObject({ count: z.int().min(0) }), ({ count }) => {
    setBadge(count);
    return null;
  });
}
