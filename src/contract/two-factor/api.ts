import { z } from 'zod';
import { confirmedPassword, typedPassword } from '../account/confirmed-password.ts';
import { defineEndpoint, nothing, timestamp } from '../endpoint.ts';

export const twoFactorState = z.object({
  /** Since when sign-in asks for a code; null: it does not. */
  confirmedAt: timestamp.nullable(),
  recoveryCodesLeft: z.number().int(),
});
export type TwoFactorState = z.infer<typeof twoFactorState>;

export const getTwoFactor = defineEndpoint({
  name: 'twoFactor.get',
  method: 'GET',
  path: '/api/totp',
  summary: 'Get the two-factor status and the number of recovery codes left',
  access: 'person',
  status: 200,
  answer: twoFactorState,
});

export const createTwoFactor = defineEndpoint({
  name: 'twoFactor.create',
  method: 'POST',
  path: '/api/totp',
  summary: 'Start two-factor setup with a secret for an authenticator app',
  access: 'person',
  body: z.strictObject({ password: confirmedPassword }),
  status: 200,
  answer: z.object({ secret: z.string(), otpauthUrl: z.string() }),
  problems: ['forbidden', 'invalid_credentials'],
});

export const confirmTwoFactor = defineEndpoint({
  name: 'twoFactor.confirm',
  method: 'POST',
  path: '/api/totp/confirm',
  summary: 'Turn on two-factor sign-in with a code from the authenticator app',
  access: 'person',
  body: z.strictObject({ code: z.string().max(100) }),
  status: 200,
  /** Each serves once in place of a code; shown this one time. */
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
  problems: ['totp_invalid'],
});

export const removeTwoFactor = defineEndpoint({
  name: 'twoFactor.remove',
  method: 'DELETE',
  path: '/api/totp',
  summary: 'Turn off two-factor sign-in',
  access: 'person',
  body: z.strictObject({ password: typedPassword, code: z.string().max(100) }),
  status: 204,
  answer: nothing,
  problems: ['invalid_credentials', 'totp_invalid'],
});
