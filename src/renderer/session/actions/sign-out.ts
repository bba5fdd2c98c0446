import type { SessionState } from '#contract/bridge/types';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { sessionOptions, type SignedIn } from '../../data/session.ts';

/** Ends the session of this app, in all its windows. */
export const signOut: Action<SignedIn, void, SessionState> = {
  name: 'sign-out',
  label: 'Sign out',
  keyOf: () => ['session'],
  run: () => unwrap(bridge.session.signOut()),
  apply: (client, state) => client.setQueryData(sessionOptions.queryKey, state),
};
