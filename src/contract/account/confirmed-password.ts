import { z } from 'zod';

/** A password as somebody types it to sign in, or to confirm something. */
export const typedPassword = z.string().min(1).max(1000);

/**
 * The caller's password, for what outlasts a session. A call without it is refused with `invalid_credentials`, as one with a
 * wrong one is: the app of release 0.1.0 does not send it, and its user has to read a sentence.
 */
export const confirmedPassword = typedPassword.optional();
