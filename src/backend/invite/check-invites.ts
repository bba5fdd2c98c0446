import { normalizeEmail } from '#contract/email-address';
import type { checkInvites as endpoint } from '#contract/invite/api';
import type { EndpointAnswer } from '#contract/endpoint';
import type { Written } from '#contract/open-enum';
import { authorize, organizationNotFound } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { readTogether } from '../database/combined-statement.ts';
import { memberEmails } from '../member/member-repository.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { seatCounts, toSeatCounts } from '../seat/seat-repository.ts';
import { seatsOf } from '../seat/seat-rules.ts';
import { findInvitesByIds, openInvitesTo } from './invite-repository.ts';
import { toInvite } from './invite-view.ts';

type Checked = Written<EndpointAnswer<typeof endpoint>>;

/**
 * Says of addresses which could be invited, whatever the length of the organization's lists. It changes nothing and reserves
 * nothing: an invitation is decided on when it is sent.
 *
 * @param emails as people wrote them; the results are in the same order
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function checkInvites(
  tx: Transaction,
  caller: Caller,
  { organizationId, emails }: { organizationId: string; emails: readonly string[] },
): Promise<Checked> {
  await authorize(tx, caller, organizationId, 'manage');
  const normal = emails.map((email) => normalizeEmail(email));
  const wanted = [...new Set(normal.filter((email) => email !== undefined))].map((email) => ({
    organizationId,
    email,
  }));
  const [counts, openIds, memberRows] = await readTogether(
    tx,
    seatCounts([organizationId]),
    openInvitesTo(wanted),
    memberEmails(wanted),
  );
  const counted = toSeatCounts(counts).get(organizationId);
  if (!counted) throw organizationNotFound();
  const seats = seatsOf(counted);
  const members = new Set(memberRows.map(({ email }) => email));
  const open = await findInvitesByIds(
    tx,
    openIds.map(({ id }) => id),
  );
  const invited = new Map(open.map((row) => [row.invite.email, toInvite(row, row.now)]));
  const results = emails.map((email, index): Checked['results'][number] => {
    const address = normal[index];
    if (address === undefined) return { email, status: 'invalid' };
    const invite = invited.get(address);
    if (members.has(address)) return { email, status: 'member' };
    if (!invite) return { email, status: 'free' };
    // An expired one is replaced by the next.
    return { email, status: invite.status === 'expired' ? 'free' : 'invited', invite };
  });
  return { results, seats };
}
