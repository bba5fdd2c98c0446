import type { Role } from '#contract/member/model';
import { recordOrganizationOpened, type Actor } from '../activity-log/record-activity.ts';
import type { Executor } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller, Identity, CallerRole } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import { touchMember, findCallerRole } from './access-repository.ts';
import { can, type Permission } from './permissions.ts';

export interface Access {
  /** null for staff who are no members. */
  role: Role | null;
  memberId: string | null;
  actor: Actor;
}

/**
 * Authorizes the caller for a permission in an organization, by the current state of the database. Where the caller has it
 * as staff, the organization's activity says so, whatever the call is.
 *
 * @returns the caller's role, and the actor that the activity names
 * @throws Problem `organization_not_found`, the same for an organization that does not exist and one that the caller may not
 *   see; `forbidden` for a member who lacks the permission
 */
export async function authorize(
  executor: Executor,
  caller: Caller,
  organizationId: string,
  permission: Permission,
): Promise<Access> {
  if (!isUuid(organizationId)) throw organizationNotFound();
  const callerRole = await findCallerRole(executor, organizationId, caller.userId);
  return authorizeRole(executor, { caller, callerRole, organizationId, permission });
}

/**
 * The same with the role that was read together with the caller.
 *
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function authorizeRole(
  executor: Executor,
  {
    caller,
    callerRole: found,
    organizationId,
    permission,
  }: { caller: Caller; callerRole: CallerRole | undefined; organizationId: string; permission: Permission },
): Promise<Access> {
  if (!found || (found.role === null && !caller.staff)) throw organizationNotFound();
  if (!can({ role: found.role, staff: caller.staff }, permission)) {
    throw new Problem(
      'forbidden',
      "Your role in this organization doesn't allow this. Ask an admin or the owner.",
    );
  }
  if (found.memberId !== null && found.stale) await touchMember(executor, found.memberId);
  // Staff who are also members act as staff only where their role is not enough.
  const actsAsStaff = caller.staff && !can({ role: found.role, staff: false }, permission);
  const actor = { userId: caller.userId, name: caller.name, staff: actsAsStaff };
  if (actsAsStaff) await recordOrganizationOpened(executor, organizationId, actor);
  return { role: found.role, memberId: found.memberId, actor };
}

/**
 * Authorizes the caller and reads rows in one round trip. The rows are dropped when the caller is not authorized. The
 * statement that reads them is sent last: a refusal does not wait for it, because its time would reveal the number of rows.
 *
 * @throws Problem `unauthenticated`; as `authorize`; and only then as `read`
 */
export async function authorizeAndRead<Result>(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  permission: Permission,
  read: () => Promise<Result>,
): Promise<Result> {
  const possible = isUuid(organizationId);
  const confirming = identity.confirm(executor, possible ? organizationId : undefined);
  const reading = possible ? read() : undefined;
  reading?.catch(() => undefined);
  const { caller, callerRole, touchSession } = await confirming;
  await authorizeRole(executor, { caller, callerRole, organizationId, permission });
  await touchSession?.();
  if (!reading) throw organizationNotFound();
  // The caller's activity was stored after the rows were read.
  return callerRole?.stale ? read() : reading;
}

export function organizationNotFound(): Problem {
  return new Problem(
    'organization_not_found',
    "This organization doesn't exist, or you're not a member of it.",
  );
}
