import type { Secrets } from '../platform/crypto/secret.ts';
import { choiceField, signedToken, uuidField } from '../platform/crypto/signed-token.ts';

/**
 * A link's token contains the invite's id and kind. It does not expire: what becomes of the invite is in the database, and
 * an invite has the same link every time.
 *
 * A `mailed` link proves the mailbox; a `copied` one proves nothing.
 */
export type LinkKind = 'mailed' | 'copied';

const inviteToken = signedToken<{ inviteId: string; kind: LinkKind }>({
  purpose: 'invite link',
  layout: { inviteId: uuidField, kind: choiceField({ mailed: 1, copied: 2 }) },
});

/** The number of characters of every token. */
export const inviteTokenLength = inviteToken.textLength;

export function signInviteToken(secrets: Secrets, inviteId: string, kind: LinkKind): string {
  return inviteToken.sign(secrets, { inviteId, kind });
}

/** Reads a token; undefined for one that this server has not made. */
export function readInviteToken(
  secrets: Secrets,
  token: string,
): { inviteId: string; kind: LinkKind } | undefined {
  return inviteToken.verify(secrets, token);
}

/** The URL of the invite page. */
export function inviteUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/support/invite/${token}`;
}
