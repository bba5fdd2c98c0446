import type { Invite } from '#contract/invite/api';
import type { Written } from '#contract/open-enum';
import type { Seats } from '#contract/seat/api';
import type { Actor } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { NewEvent } from '../event-log/append-events.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { decideInvitations, holdsSeat, type Invitation, type InvitationRefusal } from './invite-rules.ts';
import { toInvite } from './invite-view.ts';
import type { Invitees } from './look-up-invitees.ts';
import type { ExceededQuota } from './send-quota.ts';
import { newInvite, writeInvites, type Decided } from './write-invites.ts';

export interface InvitationEntry extends Invitation {
  actor: Actor;
}

/** The invitations of one organization, in the order in which they are decided. */
export interface Invitations {
  organizationId: string;
  entries: readonly InvitationEntry[];
  /** The seats as they are under the lock. */
  seats: Seats;
  /** Seats that these invitations may take although none is free, because the caller freed them. */
  reservedSeats?: number;
  now: Date;
}

export type IssueResult =
  | { invite: Written<Invite> }
  /** `exceeded`: the quota that the invitation is above. */
  | { refusal: InvitationRefusal; exceeded: ExceededQuota | undefined };

/** A result for each entry, and the seats as they are afterwards. */
export interface Issued {
  results: IssueResult[];
  seats: Seats;
}

/**
 * Decides on invitations, and writes the invites that result, their emails, activity and events. The caller holds the locks of
 * the organizations' seats. A refused invitation stops no other.
 *
 * @param known what was looked up under the locks
 * @param earlierEvents the events of what the caller did in the same transaction
 * @returns what became of the invitations of each organization
 */
export async function issueInvites(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  known: Pick<Invitees, 'open' | 'isMember' | 'quota'>,
  invitations: readonly Invitations[],
  earlierEvents: NewEvent[] = [],
): Promise<Issued[]> {
  const decisions = invitations.map((those) => decide(known, those));
  await inOrder(
    known.quota.commit(),
    writeInvites(
      { mailQueue },
      tx,
      decisions.map(({ decided }) => decided),
      earlierEvents,
    ),
  );
  return decisions;
}

function decide(
  { open, isMember, quota }: Pick<Invitees, 'open' | 'isMember' | 'quota'>,
  { organizationId, entries, seats: free, reservedSeats = 0, now }: Invitations,
): Issued & { decided: Decided } {
  const exceeded = new Map<InvitationEntry, ExceededQuota>();
  const takeSend = (entry: InvitationEntry): boolean => {
    const over = quota.take({ organizationId, email: entry.email, inviterId: entry.actor.userId });
    if (over) exceeded.set(entry, over);
    return over === undefined;
  };
  const ownOpen = open.filter(({ invite }) => invite.organizationId === organizationId);
  const { refusals, seats } = decideInvitations(
    [...entries],
    free,
    {
      members: new Set(entries.map(({ email }) => email).filter((email) => isMember(organizationId, email))),
      invited: new Set(
        ownOpen.filter(({ invite }) => holdsSeat(invite, now)).map(({ invite }) => invite.email),
      ),
    },
    takeSend,
    reservedSeats,
  );
  const accepted = entries.filter((_, index) => refusals[index] === undefined);
  const wanted = new Map(accepted.map((entry) => [entry.email, entry]));
  const replaced = ownOpen.flatMap((row) => {
    const entry = wanted.get(row.invite.email);
    return entry ? [{ ...row, actor: entry.actor }] : [];
  });
  const created = accepted.map(({ actor, ...invitation }) => {
    const row = newInvite(invitation, organizationId, actor, now);
    return { actor, row, invite: toInvite({ invite: row, inviterName: actor.name }, now) };
  });
  const byEmail = new Map(created.map(({ invite }) => [invite.email, invite]));
  const results = entries.map((entry, index): IssueResult => {
    const refusal = refusals[index];
    if (refusal) return { refusal, exceeded: exceeded.get(entry) };
    const invite = byEmail.get(entry.email);
    if (!invite) throw new Error('an invite was not made');
    return { invite };
  });
  return { results, seats, decided: { organizationId, replaced, created, seats, now } };
}
