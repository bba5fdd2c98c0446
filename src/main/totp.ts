import { z } from 'zod';
import { confirmTotp, createTotp, getTotp, removeTotp } from '#contract/totp';
import { noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const code = z.string().max(100);

export function registerTotp(handle: Handle, session: Session): void {
  handle('totp.current', noInput, () => session.call(getTotp, {}));

  handle('totp.create', noInput, () => session.call(createTotp, { body: {} }));

  handle('totp.confirm', z.strictObject({ code }), async (body) => {
    const codes = await session.call(confirmTotp, { body });
    await renewRights(session);
    return codes;
  });

  handle('totp.remove', z.strictObject({ password: z.string().max(1000), code }), async (body) => {
    await session.call(removeTotp, { body });
    await renewRights(session);
    return null;
  });
}

/** Support staff have their rights only with a second factor. The deed is done, whether or not this is learned now. */
async function renewRights(session: Session): Promise<void> {
  await session.renewIdentity().catch(() => undefined);
}
