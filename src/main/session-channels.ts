import { z } from 'zod';
import { changePassword, endOtherSessions, endSession, listSessions } from '#contract/session';
import { id, noInput } from './channel-input.ts';
import { openExternalLink } from './external-link.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const server = z.string().max(2048);
const password = z.string().max(1000);

export function registerSession(handle: Handle, session: Session): void {
  handle('session.current', noInput, () => session.state());

  handle(
    'session.signIn',
    z.strictObject({
      server,
      email: z.string().max(1000),
      password,
      totp: z.string().max(100).optional(),
    }),
    (input) => session.signIn(input),
  );

  handle('session.signOut', noInput, () => session.signOut());

  handle('session.openForgotPassword', z.strictObject({ server }), async ({ server }) => {
    const found = await session.findServer(server);
    await openExternalLink(`${found}/Account/ForgotPassword`, found);
    return null;
  });

  handle('session.list', noInput, async () => (await session.call(listSessions, {})).items);

  handle('session.end', z.strictObject({ sessionId: id }), async (params) => {
    await session.call(endSession, { params });
    return null;
  });

  handle('session.endOthers', noInput, async () => {
    await session.call(endOtherSessions, {});
    return null;
  });

  handle('session.changePassword', z.strictObject({ current: password, next: password }), async (body) => {
    await session.call(changePassword, { body });
    return null;
  });
}
