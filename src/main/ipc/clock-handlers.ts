import { app } from 'electron';
import type { ServerClock } from '../backend/server-clock.ts';
import { dateLocale } from '../preferences/date-locale.ts';
import { noInput } from './handle.ts';
import type { Handle } from './handle.ts';

/** Registers what a window needs to show times: the server's clock, and how the system writes dates. */
export function registerClockHandlers(handle: Handle, clock: ServerClock): void {
  handle('clock.offset', noInput, () => clock.offset());

  handle('clock.dateLocale', noInput, () => dateLocale(process.platform, process.env, app.getSystemLocale()));
}
