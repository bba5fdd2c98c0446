import type { LiveEventType } from '#contract/live/api';
import type { Role } from '#contract/member/model';
import type { StoredEvent } from './event.ts';

/** The user of a stream with their permissions, as the database has them. */
export interface Subscriber {
  userId: string;
  staff: boolean;
  /** Role by organization id. */
  roles: ReadonlyMap<string, Role>;
}

/** A subscriber, and the organization that the stream is limited to. */
export interface Subscription extends Subscriber {
  /** Undefined when the stream is for all organizations of the subscriber. */
  organizationId: string | undefined;
}

/** The events of an organization that an agent receives, besides those about the agent. */
export const agentEventTypes: readonly LiveEventType[] = ['organization.updated', 'seats.changed'];

/** Whether the subscriber may receive any event of the organization. It does not check that the organization exists. */
export function canSubscribe({ staff, roles }: Subscriber, organizationId: string): boolean {
  return staff || roles.has(organizationId);
}

/** Whether the subscription receives the event. The SQL version of this rule is `receivedBy` in the repository. */
export function canReceive(subscription: Subscription, event: StoredEvent): boolean {
  const { organizationId } = event;
  if (organizationId === null) return false;
  if (subscription.organizationId !== undefined && subscription.organizationId !== organizationId)
    return false;
  if (subscription.staff || event.userId === subscription.userId) return true;
  const role = subscription.roles.get(organizationId);
  if (role === undefined) return false;
  return role !== 'agent' || agentEventTypes.some((type) => type === event.type);
}
