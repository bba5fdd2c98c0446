import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, nothing } from '../endpoint.ts';
import { roles } from '../member/model.ts';
import { typedPassword } from './confirmed-password.ts';
import { isReserved, reservedNameMessage } from '../name.ts';
import { nameOf } from '../name-schema.ts';
import { maxPasswordLength, minPasswordLength } from './model.ts';

export const user = z.object({
  id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** Support staff: sees every organization, by a flag on the account. */
  staff: z.boolean(),
});
export type User = z.infer<typeof user>;

export const membership = z.object({
  organizationId: id,
  organizationName: z.string(),
  role: openEnum(roles),
});
export type Membership = z.infer<typeof membership>;

export const getMe = defineEndpoint({
  name: 'account.me',
  method: 'GET',
  path: '/api/me',
  summary: 'Get the signed-in user and their organizations',
  access: 'account',
  status: 200,
  answer: z.object({ user, memberships: z.array(membership) }),
});

/**
 * A new password (NIST SP 800-63B): a length, no composition rules; compared in NFKC. That it is not
 * a common one is checked by the backend, which has the list.
 */
export const newPassword = z
  .string()
  .max(4 * maxPasswordLength)
  .transform((written) => written.normalize('NFKC'))
  .pipe(
    z
      .string()
      .min(minPasswordLength, `Use at least ${minPasswordLength} characters.`)
      .max(maxPasswordLength, `Use at most ${maxPasswordLength} characters.`),
  );

/** What an invitee without an account fills in. The address comes from the invite, never from here. */
export const registration = z
  .object({
    firstName: nameOf('person'),
    /** Many people have one name only. */
    lastName: nameOf('person', { isOptional: true }),
    password: newPassword,
  })
  .superRefine(({ firstName, lastName }, context) => {
    // Each part may be all right by itself, and the whole a name that is reserved.
    if (!isReserved(`${firstName} ${lastName}`)) return;
    context.addIssue({ code: 'custom', path: ['firstName'], message: reservedNameMessage });
  });
export type Registration = z.infer<typeof registration>;

export const changePassword = defineEndpoint({
  name: 'account.changePassword',
  method: 'POST',
  path: '/api/auth/password',
  summary: 'Change the password and end all other sessions',
  access: 'person',
  body: z.strictObject({ current: typedPassword, next: newPassword }),
  status: 204,
  answer: nothing,
  problems: ['invalid_credentials'],
});

export const forgotPassword = defineEndpoint({
  name: 'account.forgotPassword',
  method: 'POST',
  path: '/api/auth/forgot',
  summary: 'Email a link to choose a new password, if the address has an account',
  access: 'none',
  body: z.strictObject({ email: z.string().min(1).max(1000) }),
  status: 202,
  answer: nothing,
});
