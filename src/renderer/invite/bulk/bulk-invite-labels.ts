import { pluralize, formatNumber } from '../../lib/format/pluralize.ts';
import type { KnownLists } from './known-addresses.ts';
import type { RowCheck } from './bulk-invite-rows.ts';

/** The text of a row's check. */
export function checkLabel(check: RowCheck): string {
  switch (check.kind) {
    case 'ready':
      return 'Ready';
    case 'typo':
      return 'Possible typo';
    case 'replaces':
      return 'Ready, replaces an expired invite';
    case 'no-address':
      return 'No email address';
    case 'invalid':
      return 'Not an email address';
    case 'duplicate':
      return `Duplicate of row ${formatNumber(check.of)}`;
    case 'member':
      return 'Already a member';
    case 'invited':
      return 'Already invited';
    case 'misaligned':
      return 'Cells don’t match the headings. Is this the right address?';
    case 'no-seat':
      return 'No seat left';
  }
}

/** The text of a row's check, with whatever else is worth a look: a probable typo, a role that cannot be given. */
export function rowCheckLabel(check: RowCheck, unknownRole: string | undefined): string {
  const parts = [
    ...(check.kind === 'ready' && unknownRole !== undefined ? [] : [checkLabel(check)]),
    ...(check.suggestion !== undefined && check.kind !== 'typo' ? ['Possible typo'] : []),
    ...(unknownRole === undefined ? [] : [`“${unknownRole}” can’t be invited; will join as an Agent`]),
  ];
  return parts.join('. ');
}

/**
 * The lists that were too long to compare the rows with; undefined when every row was compared with everyone.
 *
 * @param lookedUp whether each address was looked up by itself
 */
export function notComparedLabel({ members, invites }: KnownLists, lookedUp: boolean): string | undefined {
  if (lookedUp) return undefined;
  const lists = [
    { ...members, label: pluralize(members.total, 'member') },
    { ...invites, label: pluralize(invites.total, 'open invite') },
  ].filter(({ complete }) => !complete);
  if (lists.length === 0) return undefined;
  const names = lists.map(({ label }) => label).join(' and ');
  return `Not compared with ${names}. Anyone already among them won’t be invited again.`;
}

/** "2 duplicates, 1 invalid": the rows that are not sent. */
export function skippedLabel(counts: ReadonlyMap<RowCheck['kind'], number>): string {
  const parts = skippedKinds.map(([kind, label]) => {
    const count = counts.get(kind);
    return count === undefined ? undefined : label(count);
  });
  return parts.filter(Boolean).join(', ');
}

const skippedKinds = [
  ['duplicate', (count) => pluralize(count, 'duplicate')],
  ['no-address', (count) => `${formatNumber(count)} without an address`],
  ['invalid', (count) => `${formatNumber(count)} invalid`],
  ['member', (count) => `${formatNumber(count)} already ${count === 1 ? 'a member' : 'members'}`],
  ['invited', (count) => `${formatNumber(count)} already invited`],
  ['misaligned', (count) => `${formatNumber(count)} to confirm`],
  ['no-seat', (count) => `${formatNumber(count)} without a seat`],
] as const satisfies [RowCheck['kind'], (count: number) => string][];

/**
 * Says that not every row gets a seat; undefined when every row does.
 *
 * @param counts how many rows have each check
 * @param readyRows the numbers of the rows that are sent, from 1
 */
export function seatShortageLabel(
  counts: ReadonlyMap<RowCheck['kind'], number>,
  readyRows: readonly number[],
): string | undefined {
  if (!counts.has('no-seat')) return undefined;
  const [first] = readyRows;
  if (first === undefined) return 'No seats are free. Buy seats or free some up to send these invites.';
  const sent =
    readyRows.length === 1
      ? `Only 1 seat is free, so only row ${formatNumber(first)} will be sent.`
      : `Only ${formatNumber(readyRows.length)} seats are free, so only the first ${formatNumber(readyRows.length)} invites will be sent.`;
  return `${sent} Buy seats or free some up to send the rest.`;
}
