import { z } from 'zod';
import { noInput } from './channel-input.ts';
import { openExternalLink } from './external-link.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const server = z.string().max(2048);

export function registerSession(handle: Handle, session: Session): void {
  handle('session.current', noInput, () => session.state());

  handle(
    'session.signIn',
    z.strictObject({
      server,
      email: z.string().max(1000),
      password: z.string().max(1000),
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
}
