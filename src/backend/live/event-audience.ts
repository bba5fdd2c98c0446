import type { LiveEventType } from '#contract/live';
import type { Role } from '#contract/member';
import type { StoredEvent } from './event.ts';

/** What a listener may see, as the database says. */
export interface Authority {
  userId: string;
  staff: boolean;
  /** Role by organization id. */
  roles: ReadonlyMap<string, Role>;
}

/** Whom a stream is for. */
export interface Audience extends Authority {
  /** Set on a stream that is narrowed to one organization. */
  organizationId: string | undefined;
}

/** What an agent sees of an organization, beside what is about the agent. */
export const agentEventTypes: readonly LiveEventType[] = ['organization.updated', 'seats.changed'];

/** Whether `authority` covers the organization at all. That it exists is not judged here. */
export function mayListenTo({ staff, roles }: Authority, organizationId: string): boolean {
  return staff || roles.has(organizationId);
}

/** Whether `event` is for `audience`. The SQL twin of this rule is `seenBy` in the repository. */
export function sees(audience: Audience, event: StoredEvent): boolean {
  const { organizationId } = event;
  if (organizationId === null) return false;
  if (audience.organizationId !== undefined && audience.organizationId !== organizationId) return false;
  if (audience.staff || event.userId === audience.userId) return true;
  const role = audience.roles.get(organizationId);
  if (role === undefined) return false;
  return role !== 'agent' || agentEventTypes.some((type) => type === event.type);
}
