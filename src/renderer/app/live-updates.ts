import { sessionOptions } from '../data/session.ts';
import { notifyManager, type QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '#contract/live/api';
import { bridge } from '../data/bridge.ts';
import { connectionOptions } from '../data/connection.ts';
import { preferencesOptions } from '../data/preferences.ts';
import { refreshFailed, refreshNow } from '../data/list-cache.ts';
import { applyInvite, applyInviteNote, refreshInvites } from '../invite/invite-queries.ts';
import { applyMember, removeMemberRow } from '../member/member-queries.ts';
import { refreshActivity } from '../activity/activity-queries.ts';
import { refreshInbox } from '../inbox/inbox-queries.ts';
import {
  applySeats,
  refreshCounts,
  refreshOrganization,
  refreshSeats,
} from '../organization/organization-queries.ts';
import { refreshSeatHistory } from '../seat/seat-queries.ts';
import { highlightRow } from '../components/table/highlighted-rows.ts';
import { setClockOffset } from '../lib/schedule/clock.ts';
import { endedSince, refreshReports, workOptions } from '../work/work-queries.ts';
import { forgetAnswers } from './forget-answers.ts';
import { themeOptions } from './theme-queries.ts';

/** How long events are collected before they are applied together: a thousand invites are rendered once, not a thousand times. */
const gatherMs = 16;
/** The same after a pause: the events of one action arrive together, and their result should show immediately. */
const firstGatherMs = 2;
const calmMs = 100;

/** Applies the events of the main process to the query cache, until the window is closed or reloaded. */
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
    // What could not be loaded while the server was away is loaded now.
    if (state.status === 'connected') refreshFailed(client);
  });
  bridge.clock.onOffset(setClockOffset);
  bridge.work.onChange((runs) => {
    const before = client.getQueryData(workOptions.queryKey) ?? [];
    setLatest(client, workOptions.queryKey, runs);
    refreshReports(client);
    // Events may have been missed while the server was away.
    for (const { organizationIds } of endedSince(before, runs)) organizationIds.forEach(refreshAll);
  });
  bridge.session.onChange((state) => {
    const before = client.getQueryData(sessionOptions.queryKey);
    setLatest(client, sessionOptions.queryKey, state);
    // After a sign-in on another server nothing shown before is of this one.
    if (before?.status === 'signed-in' && before.server !== state.server) forgetAnswers(client);
  });
  bridge.appearance.onTheme((theme) => setLatest(client, themeOptions.queryKey, theme));
  bridge.preferences.onChange((preferences) => setLatest(client, preferencesOptions.queryKey, preferences));

  function refreshAll(organizationId: string): void {
    refreshInvites(client, organizationId);
    refreshSeats(client, organizationId);
    refreshInbox(client);
  }
}

/** Sets a value that is newer than the answer of any running query. */
function setLatest(client: QueryClient, queryKey: readonly unknown[], value: unknown): void {
  void client.cancelQueries({ queryKey }, { silent: true });
  client.setQueryData(queryKey, value);
}

/** Applies one event to every cached list and value that it concerns. */
export function applyEvent(client: QueryClient, event: LiveEvent): void {
  if ('organizationId' in event.data) refreshDerived(client, event.data.organizationId);
  switch (event.type) {
    case 'invite.created':
    case 'invite.resent':
    case 'invite.expired':
      applyInvite(client, event.data.invite, event.type === 'invite.created');
      highlightRow(event.data.invite.id);
      break;
    case 'invite.delivery':
      applyInviteNote(client, event.data.invite);
      if (event.data.invite.delivery.status === 'failed') highlightRow(event.data.invite.id);
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
      highlightRow(event.data.member.id);
      refreshIfOneself(client, event.data.organizationId, event.data.member.userId);
      break;
    case 'member.removed':
      removeMemberRow(client, event.data.organizationId, event.data.member.id);
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
      // The connection's state shows it.
      break;
  }
}

/** Loads again what is derived from the organization's events: inbox, counts and activity. */
function refreshDerived(client: QueryClient, organizationId: string): void {
  refreshInbox(client);
  refreshCounts(client, organizationId);
  refreshActivity(client, organizationId);
}

/** The user's own membership decides what they see of the organization. */
function refreshIfOneself(client: QueryClient, organizationId: string, userId: string): void {
  const session = client.getQueryData(sessionOptions.queryKey);
  if (session?.status === 'signed-in' && session.user.id === userId)
    refreshOrganization(client, organizationId);
}
