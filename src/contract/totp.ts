import { z } from 'zod';
import { defineEndpoint, nothing, timestamp } from './endpoint.ts';

export const totpState = z.object({
  /** Since when sign-in asks for a code; null: it does not. */
  confirmedAt: timestamp.nullable(),
  recoveryCodesLeft: z.number().int(),
});
export type TotpState = z.infer<typeof totpState>;

export const getTotp = defineEndpoint({
  name: 'totp.get',
  method: 'GET',
  path: '/api/totp',
  summary: 'Whether two-factor sign-in is on, and how many recovery codes are left',
  access: 'person',
  status: 200,
  answer: totpState,
});

export const createTotp = defineEndpoint({
  name: 'totp.create',
  method: 'POST',
  path: '/api/totp',
  summary: 'Begin two-factor sign-in: a secret for an authenticator app; it counts once confirmed',
  access: 'person',
  body: z.strictObject({}),
  status: 200,
  answer: z.object({ secret: z.string(), otpauthUrl: z.string() }),
  problems: ['forbidden'],
});

export const confirmTotp = defineEndpoint({
  name: 'totp.confirm',
  method: 'POST',
  path: '/api/totp/confirm',
  summary: 'Prove the authenticator app by a code; from now on sign-in asks for one',
  access: 'person',
  body: z.strictObject({ code: z.string().max(100) }),
  status: 200,
  /** Each serves once in place of a code; shown this one time. */
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
  problems: ['totp_invalid'],
});

export const removeTotp = defineEndpoint({
  name: 'totp.remove',
  method: 'DELETE',
  path: '/api/totp',
  summary: 'End two-factor sign-in',
  access: 'person',
  body: z.strictObject({ password: z.string().min(1).max(1000), code: z.string().max(100) }),
  status: 204,
  answer: nothing,
  problems: ['invalid_credentials', 'totp_invalid'],
});
