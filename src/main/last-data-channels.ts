import { z } from 'zod';
import { id, noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { LastData } from './last-data.ts';

/** A screen's worth of two lists; more is a fault of the page. */
const mostCharacters = 2_000_000;

export function registerLastData(handle: Handle, lastData: LastData): void {
  handle('lastData.current', noInput, () => lastData.read());

  handle(
    'lastData.keep',
    z.strictObject({ userId: id, data: z.string().max(mostCharacters) }),
    ({ userId, data }) => {
      lastData.write(userId, data);
      return null;
    },
  );
}
