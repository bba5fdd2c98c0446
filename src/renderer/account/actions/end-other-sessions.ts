import type { Session } from '#contract/session/api';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { sessionsOptions } from '../account-queries.ts';

/** Ends all sessions of the user except this one. */
export const endOtherSessions: Action<readonly Session[]> = {
  name: 'end-others',
  label: 'Sign out everywhere else',
  keyOf: () => ['session'],
  isAvailable: (sessions) => sessions.some(({ current }) => !current),
  confirmation: () => ({
    title: 'Sign out everywhere else?',
    confirmLabel: 'Sign out',
    paragraphs: ['All your other sessions end immediately. API keys keep working.'],
  }),
  run: () => unwrap(bridge.session.endOthers()),
  apply: (client) => void client.invalidateQueries(sessionsOptions),
  successMessage: () => 'You’re signed out everywhere else.',
};
