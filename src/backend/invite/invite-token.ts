import { macKey, type Secrets } from '../http/secret.ts';

/**
 * The link's token: the invite's id and kind, and a keyed MAC (256 bits) over both. Nothing of it is in the
 * database, and the same invite has the same link whenever it is made.
 *
 * `mailed` proves the mailbox; `copied` proves nothing.
 */
export type LinkKind = 'mailed' | 'copied';

const kindBytes: Record<LinkKind, number> = { mailed: 1, copied: 2 };
const headLength = 17;
const macLength = 32;

export function signInviteToken(secrets: Secrets, inviteId: string, kind: LinkKind): string {
  const head = Buffer.concat([
    Buffer.from(inviteId.replaceAll('-', ''), 'hex'),
    Buffer.from([kindBytes[kind]]),
  ]);
  return Buffer.concat([head, macKey(secrets, 'invite link').sign(head)]).toString('base64url');
}

/** What a token stands for; undefined for one that this server never made. */
export function readInviteToken(
  secrets: Secrets,
  token: string,
): { inviteId: string; kind: LinkKind } | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // Exactly one text stands for one link: base64 has spare bits that a decoder ignores.
  if (bytes.length !== headLength + macLength || bytes.toString('base64url') !== token) return undefined;
  const head = bytes.subarray(0, headLength);
  if (!macKey(secrets, 'invite link').verify(head, bytes.subarray(headLength))) return undefined;
  const kind =
    head[16] === kindBytes.mailed ? 'mailed' : head[16] === kindBytes.copied ? 'copied' : undefined;
  const hex = head.toString('hex');
  const inviteId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ];
  return kind && { inviteId: inviteId.join('-'), kind };
}

/** The address of the invite page behind a link. */
export function inviteUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/support/invite/${token}`;
}
