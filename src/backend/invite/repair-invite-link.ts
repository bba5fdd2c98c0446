import type { Secrets } from '../platform/crypto/secret.ts';
import { inviteTokenLength, readInviteToken } from './invite-token.ts';

/** What was in place of a token: one to go on with, or the reason why there is none. */
export type RepairedLink = { token: string } | { problem: 'incomplete' | 'unknown' };

/**
 * Finds the token in what people and mail programs make of a link: the full stop or bracket that followed it in a sentence,
 * a space or a line break inside, a quotation mark.
 *
 * @param written the part of the path that the token should be, decoded
 */
export function repairInviteLink(secrets: Secrets, written: string): RepairedLink {
  const letters = written.replaceAll(/[^\w-]/g, '');
  const token = letters.slice(0, inviteTokenLength);
  if (readInviteToken(secrets, token)) return { token };
  return { problem: letters.length < inviteTokenLength ? 'incomplete' : 'unknown' };
}
