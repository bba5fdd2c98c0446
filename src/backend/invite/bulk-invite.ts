import { z } from 'zod';
import { email as emailSchema } from '#contract/email';
import type { BulkResult } from '#contract/invite/api';
import { assignableRoles } from '#contract/member/model';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeatsOnly } from '../seat/lock-seats.ts';
import { issueInvites } from './issue-invites.ts';
import { lookUpInvitees } from './look-up-invitees.ts';

/**
 * Invites many people, row by row and in order; a refused row stops no other.
 *
 * @param rows as they were sent; each address and role is validated here
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function bulkInvite(
  context: Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, rows }: { organizationId: string; rows: { email: string; role: string }[] },
): Promise<BulkResult[]> {
  const parsed = rows.map((row) => {
    const email = emailSchema.safeParse(row.email);
    const role = z.enum(assignableRoles).safeParse(row.role);
    return email.success && role.success ? { email: email.data, role: role.data } : undefined;
  });
  const invitations = parsed.filter((row) => row !== undefined);
  // Sent together and answered in this order, so that the caller is authorized under the lock.
  const [, known] = await inOrder(
    lockSeatsOnly(tx, organizationId),
    lookUpInvitees(
      context,
      tx,
      invitations.map(({ email }) => ({ organizationId, email, caller })),
      [organizationId],
      [{ organizationId, caller }],
    ),
  );
  const { actor } = await known.authorize(caller, organizationId);
  const entries = invitations.map((invitation) => ({ ...invitation, actor }));
  const [{ results } = { results: [] }] = await issueInvites(context, tx, known, [
    { organizationId, entries, ...known.seatsOf(organizationId) },
  ]);
  const remaining = results.values();
  return parsed.map((invitation, index): BulkResult => {
    const { email = '', role = '' } = rows[index] ?? {};
    // The row is repeated as far as it can be stored with the answer.
    if (!invitation)
      return { email: storable(email), role: storable(role), outcome: 'refused', code: 'validation_failed' };
    const result = remaining.next().value;
    if (!result) throw new Error('an invitation was not decided');
    return 'invite' in result
      ? { ...invitation, outcome: 'invited', inviteId: result.invite.id }
      : { ...invitation, outcome: 'refused', code: result.refusal };
  });
}

/** A text without what PostgreSQL cannot store. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
