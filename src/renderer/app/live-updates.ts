import { notifyManager, type QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '#contract/live';
import { bridge } from '../bridge/bridge.ts';
import { connectionOptions } from '../bridge/connection.ts';
import { preferencesOptions } from '../bridge/preferences.ts';
import { refreshFailed, refreshNow } from '../bridge/list-cache.ts';
import { applyInvite, applyInviteNote } from '../invite/invite-queries.ts';
import { applyMember, dropMember } from '../member/member-queries.ts';
import { refreshActivity } from '../activity/activity-queries.ts';
import { refreshInbox } from '../inbox/inbox-queries.ts';
import { applySeats, refreshCounts, refreshOrganization } from '../organization/organization-queries.ts';
import { refreshSeatHistory } from '../seat/seat-queries.ts';
import { sessionOptions } from '../session/session-queries.ts';
import { markChanged } from '../ui/changed-rows.ts';
import { themeOptions } from './theme-queries.ts';

/** How long events gather before they are applied together: a thousand invites are one drawing, not a thousand. */
const gatherMs = 16;
/** The same after a while without any: what one act brings comes together, and is to be seen at once. */
const firstGatherMs = 2;
const calmMs = 100;

/** From now on what the main process tells goes into the query cache. Lasts as long as the page. */
export function startLiveUpdates(client: QueryClient): void {
  let gathered: LiveEvent[] = [];
  let appliedAt = -Infinity;

  bridge.live.onEvent((event) => {
    gathered.push(event);
    if (gathered.length > 1) return;
    const isFirst = performance.now() - appliedAt > calmMs;
    setTimeout(
      () => {
        const events = gathered;
        gathered = [];
        notifyManager.batch(() => {
          for (const one of events) applyEvent(client, one);
        });
        appliedAt = performance.now();
      },
      isFirst ? firstGatherMs : gatherMs,
    );
  });

  bridge.live.onConnection((state) => {
    setLatest(client, connectionOptions.queryKey, state);
    // What could not be loaded while the server was away is tried again now that it is back.
    if (state.status === 'connected') refreshFailed(client);
  });
  bridge.session.onChange((state) => setLatest(client, sessionOptions.queryKey, state));
  bridge.appearance.onTheme((theme) => setLatest(client, themeOptions.queryKey, theme));
  bridge.preferences.onChange((preferences) => setLatest(client, preferencesOptions.queryKey, preferences));
}

/** Sets what is newer than anything that is still on its way. */
function setLatest(client: QueryClient, queryKey: readonly unknown[], value: unknown): void {
  void client.cancelQueries({ queryKey }, { silent: true });
  client.setQueryData(queryKey, value);
}

/** Puts one event into every cached list and value that it concerns. */
export function applyEvent(client: QueryClient, event: LiveEvent): void {
  if ('organizationId' in event.data) refreshDerived(client, event.data.organizationId);
  switch (event.type) {
    case 'invite.created':
    case 'invite.resent':
    case 'invite.expired':
      applyInvite(client, event.data.invite, event.type === 'invite.created');
      markChanged(event.data.invite.id);
      break;
    case 'invite.delivery':
      applyInviteNote(client, event.data.invite);
      if (event.data.invite.delivery.status === 'failed') markChanged(event.data.invite.id);
      break;
    case 'invite.opened':
      applyInviteNote(client, event.data.invite);
      break;
    case 'invite.revoked':
    case 'invite.accepted':
    case 'invite.declined':
      applyInvite(client, event.data.invite);
      break;
    case 'member.joined':
    case 'member.role_changed':
      applyMember(client, event.data.organizationId, event.data.member, event.type === 'member.joined');
      markChanged(event.data.member.id);
      refreshIfOneself(client, event.data.organizationId, event.data.member.userId);
      break;
    case 'member.removed':
      dropMember(client, event.data.organizationId, event.data.member.id);
      refreshIfOneself(client, event.data.organizationId, event.data.member.userId);
      break;
    case 'seats.changed':
      applySeats(client, event.data.organizationId, event.data.seats);
      refreshSeatHistory(client, event.data.organizationId);
      break;
    case 'organization.updated':
      refreshOrganization(client, event.data.organizationId);
      break;
    case 'reset':
      refreshNow(client, []);
      break;
    case 'session.paused':
      // Known from the connection's state.
      break;
  }
}

/** What lists, counts and tells of the organization's events is asked for again where it is in view. */
function refreshDerived(client: QueryClient, organizationId: string): void {
  refreshInbox(client);
  refreshCounts(client, organizationId);
  refreshActivity(client, organizationId);
}

/** One's own membership decides what one sees of the organization. */
function refreshIfOneself(client: QueryClient, organizationId: string, userId: string): void {
  const session = client.getQueryData(sessionOptions.queryKey);
  if (session?.status === 'signed-in' && session.user.id === userId)
    refreshOrganization(client, organizationId);
}
