import type { Role } from '#contract/member';
import type { Actor } from '../activity/activity-service.ts';
import type { Executor } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller, Identity, Standing } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { touchMember } from '../member/membership-service.ts';
import { isAllowed, type Right } from './organization-access.ts';
import { findStanding } from './organization-repository.ts';

export interface Access {
  /** null: support staff who are not members. */
  role: Role | null;
  memberId: string | null;
  actor: Actor;
}

/**
 * What the caller may do in an organization, as the database says now.
 *
 * @throws Problem `organization_not_found`, the same for one that does not exist and one that the
 *   caller may not see; `forbidden` for a member who lacks the right
 */
export async function requireAccess(
  executor: Executor,
  caller: Caller,
  organizationId: string,
  right: Right,
): Promise<Access> {
  if (!isUuid(organizationId)) throw organizationNotFound();
  return judge(executor, caller, await findStanding(executor, organizationId, caller.userId), right);
}

async function judge(
  executor: Executor,
  caller: Caller,
  found: Standing | undefined,
  right: Right,
): Promise<Access> {
  if (!found || (found.role === null && !caller.staff)) throw organizationNotFound();
  if (!isAllowed({ role: found.role, staff: caller.staff }, right)) {
    throw new Problem(
      'forbidden',
      'Your role in this organization does not allow this. Ask an admin or the owner.',
    );
  }
  if (found.memberId !== null && found.stale) await touchMember(executor, found.memberId);
  // Staff who are members too act as such only where their role is not enough.
  const actsAsStaff = caller.staff && !isAllowed({ role: found.role, staff: false }, right);
  return {
    role: found.role,
    memberId: found.memberId,
    actor: { userId: caller.userId, name: caller.name, staff: actsAsStaff },
  };
}

/**
 * Reads something while it is found out who calls and whether they may see it: that is two round trips, and they need not
 * come one after the other. What was read is dropped when they may not. The reading is sent last: a refusal does not wait for
 * it, or the time that it takes would tell a stranger how much there is.
 *
 * @throws Problem `unauthenticated`; as `requireAccess`; only then whatever the reading is refused with
 */
export async function readWithAccess<Result>(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  right: Right,
  read: () => Promise<Result>,
): Promise<Result> {
  const possible = isUuid(organizationId);
  const confirming = identity.confirm(executor, possible ? organizationId : undefined);
  const reading = possible ? read() : undefined;
  reading?.catch(() => undefined);
  const { caller, standing, noteSeen } = await confirming;
  await judge(executor, caller, standing, right);
  await noteSeen?.();
  if (!reading) throw organizationNotFound();
  // That they are active now was noted after it was read.
  return standing?.stale ? read() : reading;
}

export function organizationNotFound(): Problem {
  return new Problem(
    'organization_not_found',
    'There is no such organization, or you are not a member of it.',
  );
}
