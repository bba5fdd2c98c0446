import { z } from 'zod';
import { confirmTotp, createTotp, getTotp, removeTotp } from '#contract/totp';
import { noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const code = z.string().max(100);

export function registerTotp(handle: Handle, session: Session): void {
  handle('totp.current', noInput, () => session.call(getTotp, {}));

  handle('totp.create', noInput, () => session.call(createTotp, { body: {} }));

  handle('totp.confirm', z.strictObject({ code }), (body) => session.call(confirmTotp, { body }));

  handle('totp.remove', z.strictObject({ password: z.string().max(1000), code }), async (body) => {
    await session.call(removeTotp, { body });
    return null;
  });
}
