import type { NotificationKind, Place } from '#contract/admin-bridge';
import type { LiveEvent } from '#contract/live';

/** What the person is told of while they look elsewhere. */
export interface Notice {
  kind: NotificationKind;
  organizationId: string;
  /** The addresses it is about, each once; never empty. */
  emails: string[];
  /** Where a click leads. */
  place: Place;
}

export interface Notices {
  take(event: LiveEvent): void;
  /** Forgets what has not been shown yet. */
  clear(): void;
}

/** So long the first of a kind waits for others of its kind, so that a hundred of them are told as one. */
const gatherMs = 1_000;
/** After one was shown, the next of the same kind and organization comes no sooner. */
const restMs = 30_000;

interface Gathering {
  kind: NotificationKind;
  organizationId: string;
  /** Address by invite. */
  invites: Map<string, string>;
  timer: NodeJS.Timeout | undefined;
  shownAt: number;
}

/**
 * Gathers events into notices, by kind and organization.
 *
 * @param show called when a notice is due
 */
export function createNotices(show: (notice: Notice) => void): Notices {
  const gatherings = new Map<string, Gathering>();

  function tell(gathering: Gathering): void {
    const { kind, organizationId, invites } = gathering;
    const [inviteId] = invites.keys();
    const emails = [...new Set(invites.values())];
    gathering.timer = undefined;
    gathering.shownAt = Date.now();
    gathering.invites = new Map();
    show({
      kind,
      organizationId,
      emails,
      place: {
        screen: 'organization',
        organizationId,
        tab: kind === 'accepted' ? 'members' : 'invites',
        ...(emails.length === 1 && kind !== 'accepted' && inviteId !== undefined ? { inviteId } : {}),
      },
    });
  }

  return {
    take(event) {
      const kind = kindOf(event);
      if (kind === undefined || !('invite' in event.data)) return;
      const { organizationId, invite } = event.data;
      const key = `${kind} ${organizationId}`;
      const gathering = gatherings.get(key) ?? {
        kind,
        organizationId,
        invites: new Map<string, string>(),
        timer: undefined,
        shownAt: -restMs,
      };
      gatherings.set(key, gathering);
      gathering.invites.set(invite.id, invite.email);
      const restEndsIn = gathering.shownAt + restMs - Date.now();
      gathering.timer ??= setTimeout(() => tell(gathering), Math.max(gatherMs, restEndsIn));
    },
    clear() {
      for (const { timer } of gatherings.values()) clearTimeout(timer);
      gatherings.clear();
    },
  };
}

/** The notice's words. */
export function wordsOf(
  { kind, emails }: Notice,
  organizationName: string | undefined,
): { title: string; body: string } {
  const [email = ''] = emails;
  const title = emails.length === 1 ? one[kind](email) : many[kind](emails.length);
  return { title, body: organizationName ?? '' };
}

const one: Record<NotificationKind, (email: string) => string> = {
  accepted: (email) => `${email} accepted the invite`,
  declined: (email) => `${email} declined the invite`,
  failed: (email) => `The invite to ${email} could not be delivered`,
};
const many: Record<NotificationKind, (count: number) => string> = {
  accepted: (count) => `${count} people accepted their invites`,
  declined: (count) => `${count} people declined their invites`,
  failed: (count) => `${count} invites could not be delivered`,
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
