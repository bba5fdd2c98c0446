import type { AppLocation, NotificationKind } from '#contract/bridge/types';
import { isolate } from '#contract/isolate';
import type { LiveEvent } from '#contract/live/api';

/** One notification for several events of the same kind and organization. */
export interface NotificationBatch {
  kind: NotificationKind;
  organizationId: string;
  /** The email addresses that it is about, each once; never empty. */
  emails: string[];
  /** Where a click leads. */
  location: AppLocation;
}

export interface NotificationBatcher {
  add(event: LiveEvent): void;
  /** Discards what has not been shown yet. */
  clear(): void;
}

/** The first event of a kind waits this long for others, so that a hundred events become one notification. */
const batchMs = 1_000;
/** The next notification of the same kind and organization comes at least this long after the last one. */
const minIntervalMs = 30_000;

interface PendingBatch {
  kind: NotificationKind;
  organizationId: string;
  /** The email address of each invite, by the invite's id. */
  invites: Map<string, string>;
  timer: NodeJS.Timeout | undefined;
  shownAt: number;
}

/**
 * Batches events into notifications, by kind and organization.
 *
 * @param show called when a notification is due
 */
export function createNotificationBatcher(show: (batch: NotificationBatch) => void): NotificationBatcher {
  const pending = new Map<string, PendingBatch>();

  function flush(batch: PendingBatch): void {
    const { kind, organizationId, invites } = batch;
    const [inviteId] = invites.keys();
    const emails = [...new Set(invites.values())];
    batch.timer = undefined;
    batch.shownAt = performance.now();
    batch.invites = new Map();
    show({
      kind,
      organizationId,
      emails,
      location: {
        screen: 'organization',
        organizationId,
        tab: kind === 'accepted' ? 'members' : 'invites',
        ...(emails.length === 1 && kind !== 'accepted' && inviteId !== undefined ? { inviteId } : {}),
      },
    });
  }

  return {
    add(event) {
      const kind = kindOf(event);
      if (kind === undefined || !('invite' in event.data)) return;
      const { organizationId, invite } = event.data;
      const key = `${kind} ${organizationId}`;
      const batch = pending.get(key) ?? {
        kind,
        organizationId,
        invites: new Map<string, string>(),
        timer: undefined,
        shownAt: -Infinity,
      };
      pending.set(key, batch);
      batch.invites.set(invite.id, invite.email);
      // By a clock that nobody can set: after a change of the computer's clock it could be days.
      const intervalEndsIn = batch.shownAt + minIntervalMs - performance.now();
      batch.timer ??= setTimeout(() => flush(batch), Math.max(batchMs, intervalEndsIn));
    },
    clear() {
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}

/** The text of a notification. */
export function messageOf(
  { kind, emails }: NotificationBatch,
  organizationName: string | undefined,
): { title: string; body: string } {
  const [email = ''] = emails;
  const title = emails.length === 1 ? singular[kind](isolate(email)) : plural[kind](emails.length);
  return { title, body: isolate(organizationName ?? '') };
}

const singular: Record<NotificationKind, (email: string) => string> = {
  accepted: (email) => `${email} accepted the invite`,
  declined: (email) => `${email} declined the invite`,
  failed: (email) => `The invite to ${email} couldn’t be delivered`,
};
const plural: Record<NotificationKind, (count: number) => string> = {
  accepted: (count) => `${count} people accepted their invites`,
  declined: (count) => `${count} people declined their invites`,
  failed: (count) => `${count} invites couldn’t be delivered`,
};

function kindOf(event: LiveEvent): NotificationKind | undefined {
  switch (event.type) {
    case 'invite.accepted':
      return 'accepted';
    case 'invite.declined':
      return 'declined';
    case 'invite.delivery':
      return event.data.invite.delivery.status === 'failed' ? 'failed' : undefined;
    default:
      return undefined;
  }
}
