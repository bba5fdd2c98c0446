import type { BulkResult } from '#contract/invite';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { counted, number } from '../ui/counted.ts';
import type { KnownLists } from './known-addresses.ts';
import type { Mark } from './invite-many-rows.ts';

/** What a row's mark says; the colour beside it says no more. */
export function markWords(mark: Mark): string {
  switch (mark.kind) {
    case 'ready':
      return 'Ready';
    case 'slip':
      return `Did you mean ${mark.meant}?`;
    case 'replaces':
      return 'Ready: replaces the expired invite';
    case 'invalid':
      return 'Not an e-mail address';
    case 'double':
      return `The same as row ${number(mark.of)}`;
    case 'member':
      return 'Already a member';
    case 'invited':
      return 'Already invited';
    case 'no-seat':
      return 'No free seat for it';
  }
}

/** Why the server did not take a row. */
export function refusalWords({ code }: BulkResult): string {
  switch (code) {
    case 'seat_limit_reached':
      return 'No seat was free any more.';
    case 'invite_already_pending':
      return 'This address already has an open invite.';
    case 'validation_failed':
      return 'The server does not take this address or role.';
    case 'rate_limited':
      return 'Too many mails went to this address or from this organization. Try again later.';
    case undefined:
      return 'The server gave no reason.';
    default:
      return problemSentence({ code, detail: 'The server did not take it.' });
  }
}

/**
 * What the rows were compared with, told honestly: a list that was too long to be read is named.
 *
 * @param lookedUp whether each address was looked up by itself
 */
export function checkedWords({ members, invites }: KnownLists, lookedUp: boolean): string {
  const parts = [
    { ...members, words: counted(members.total, 'member') },
    { ...invites, words: counted(invites.total, 'open invite') },
  ];
  const checked = parts.filter(({ complete }) => complete || lookedUp).map(({ words }) => words);
  const unchecked = parts.filter(({ complete }) => !complete && !lookedUp).map(({ words }) => words);
  const sentences = [
    checked.length > 0 && `Checked against ${checked.join(' and ')}.`,
    unchecked.length > 0 &&
      `Not checked against ${unchecked.join(' and ')}: whoever is among them already is told when it is sent.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

/** "3 not an address, 1 double": what will not be sent. */
export function leftOutWords(counts: ReadonlyMap<Mark['kind'], number>): string {
  const words = [
    ['invalid', 'not an address'],
    ['double', 'double'],
    ['member', 'already a member'],
    ['invited', 'already invited'],
    ['no-seat', 'without a free seat'],
  ] as const;
  return words
    .filter(([kind]) => counts.has(kind))
    .map(([kind, said]) => `${number(counts.get(kind) ?? 0)} ${said}`)
    .join(', ');
}
