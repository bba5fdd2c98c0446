import type { LiveConnection } from '../backend/live-connection.ts';
import type { ProxyPasswords } from '../backend/proxy-passwords.ts';
import type { ServerClock } from '../backend/server-clock.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Appearance } from '../preferences/appearance.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import type { CacheSnapshot } from '../session/cache-snapshot.ts';
import type { Drafts } from '../session/drafts.ts';
import type { Session } from '../session/session.ts';
import type { Windows } from '../window/windows.ts';
import type { ConfirmLeaving } from '../work/confirm-leaving.ts';
import type { Handlers } from './answer-calls.ts';
import { registerClockHandlers } from './clock-handlers.ts';
import { createHandle } from './handle.ts';
import type { Handle } from './handle.ts';
import { registerPreferenceHandlers } from './preference-handlers.ts';
import { registerSessionHandlers } from './session-handlers.ts';
import { registerWindowHandlers } from './window-handlers.ts';

export interface HandlerContext {
  session: Session;
  live: LiveConnection;
  clock: ServerClock;
  cacheSnapshot: CacheSnapshot;
  proxyPasswords: ProxyPasswords;
  drafts: Drafts;
  preferences: PreferenceStore;
  appearance: Appearance;
  windows: Windows;
  log: Log;
  confirmLeaving: ConfirmLeaving;
}

/** Creates the handlers that the first screen needs. */
export function createHandlers(context: HandlerContext): Handlers {
  const handlers: Handlers = new Map();
  const handle: Handle = createHandle(context.log, handlers);
  registerSessionHandlers(handle, context);
  registerClockHandlers(handle, context.clock);
  registerPreferenceHandlers(handle, context);
  registerWindowHandlers(handle, context.windows);
  return handlers;
}
