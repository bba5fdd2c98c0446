import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import type { Invite } from '#contract/invite/api';
import { maxBulkInvites } from '#contract/invite/model';
import { bridge, unwrap } from '../../data/bridge.ts';

/** What the server answered about each address. */
export type AskedAddresses = Map<string, { isMember: boolean; invite: Invite | undefined }>;

interface CheckedAddresses {
  members: ReadonlySet<string>;
  /** The open invites by address. */
  invites: ReadonlyMap<string, Invite>;
}

/**
 * Asks the server which addresses belong to members and open invites, however many of these there are. An address is asked
 * about once; while further ones are asked about, the answers so far are the data.
 *
 * @param emails normalized; undefined: the server cannot be asked
 * @param asked the answers so far, to which the new ones are added
 */
export const checkedAddressesOptions = (
  organizationId: string,
  emails: readonly string[] | undefined,
  asked: AskedAddresses,
) =>
  queryOptions({
    queryKey: ['checked-addresses', organizationId, emails],
    queryFn: emails === undefined ? skipToken : () => check(organizationId, emails, asked),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });

async function check(
  organizationId: string,
  emails: readonly string[],
  asked: AskedAddresses,
): Promise<CheckedAddresses> {
  const unknown = emails.filter((email) => !asked.has(email));
  for (let start = 0; start < unknown.length; start += maxBulkInvites) {
    const chunk = unknown.slice(start, start + maxBulkInvites);
    const { results } = await unwrap(bridge.invite.check({ organizationId, emails: chunk }));
    for (const [index, email] of chunk.entries()) {
      const result = results[index];
      if (result) asked.set(email, { isMember: result.status === 'member', invite: result.invite });
    }
  }
  const all = [...asked];
  return {
    members: new Set(all.flatMap(([email, { isMember }]) => (isMember ? [email] : []))),
    invites: new Map(all.flatMap(([email, { invite }]) => (invite ? [[email, invite] as const] : []))),
  };
}
