import { queryOptions, skipToken } from '@tanstack/react-query';
import type { Page } from '#contract/page';
import type { Invite } from '#contract/invite/api';
import type { Member } from '#contract/member/api';
import { bridge, unwrap } from '../../data/bridge.ts';

/** A longer list is not read as a whole: its addresses are looked up one by one, or not at all. */
const longestList = 2000;
/** At most this many addresses are looked up one by one. */
const mostLookedUp = 100;
const lookedUpAtOnce = 4;

/** The part of a list that was read. */
export interface ReadList<Item> {
  byEmail: ReadonlyMap<string, Item>;
  total: number;
  complete: boolean;
}

export interface KnownLists {
  members: ReadList<Member>;
  invites: ReadList<Invite>;
}

/**
 * The members and open invites of an organization by address; each list is complete unless it is too long. For servers of a
 * release that cannot be asked about addresses.
 *
 * @param organizationId undefined: nothing is read
 */
export const knownListsOptions = (organizationId: string | undefined) =>
  queryOptions({
    queryKey: ['known-addresses', organizationId],
    queryFn: organizationId === undefined ? skipToken : () => readLists(organizationId),
    staleTime: 0,
    gcTime: 0,
  });

async function readLists(organizationId: string): Promise<KnownLists> {
  const [members, invites] = await Promise.all([
    readList((cursor) => unwrap(bridge.member.list({ organizationId, ...cursor }))),
    readList((cursor) => unwrap(bridge.invite.list({ organizationId, status: 'open', ...cursor }))),
  ]);
  return { members, invites };
}

/** Whether addresses are looked up one by one: a list is too long, and they are few. */
export function isLookedUp({ members, invites }: KnownLists, emails: readonly string[]): boolean {
  return !(members.complete && invites.complete) && emails.length <= mostLookedUp;
}

/** Looks up each address by itself. @param emails undefined: none */
export const lookedUpOptions = (organizationId: string, emails: readonly string[] | undefined) =>
  queryOptions({
    queryKey: ['looked-up-addresses', organizationId, emails],
    queryFn: emails === undefined ? skipToken : () => lookUp(organizationId, emails),
    staleTime: 0,
    gcTime: 0,
  });

export interface LookedUp {
  members: ReadonlyMap<string, Member>;
  invites: ReadonlyMap<string, Invite>;
}

async function readList<Item extends { email: string }>(
  read: (cursor: { cursor?: string }) => Promise<Page<Item>>,
): Promise<ReadList<Item>> {
  const byEmail = new Map<string, Item>();
  let cursor: { cursor?: string } = {};
  for (;;) {
    const { items, nextCursor, total } = await read(cursor);
    for (const item of items) byEmail.set(item.email, item);
    if (nextCursor === null || total > longestList) return { byEmail, total, complete: nextCursor === null };
    cursor = { cursor: nextCursor };
  }
}

async function lookUp(organizationId: string, emails: readonly string[]): Promise<LookedUp> {
  const members = new Map<string, Member>();
  const invites = new Map<string, Invite>();
  const rest = emails.values();
  async function worker(): Promise<void> {
    for (const email of rest) {
      const [foundMembers, foundInvites] = await Promise.all([
        unwrap(bridge.member.list({ organizationId, search: email })),
        unwrap(bridge.invite.list({ organizationId, status: 'open', search: email })),
      ]);
      const member = foundMembers.items.find((one) => one.email === email);
      const invite = foundInvites.items.find((one) => one.email === email);
      if (member) members.set(email, member);
      if (invite) invites.set(email, invite);
    }
  }
  await Promise.all(Array.from({ length: lookedUpAtOnce }, worker));
  return { members, invites };
}
