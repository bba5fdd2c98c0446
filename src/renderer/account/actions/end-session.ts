import type { Session } from '#contract/session/api';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap, type BridgeError } from '../../data/bridge.ts';
import { sessionsOptions } from '../account-queries.ts';
import { deviceLabel } from '../device-labels.ts';

/** Ends another session of the user. */
export const endSession: Action<Session> = {
  name: 'end',
  label: 'End',
  isDestructive: true,
  keyOf: ({ id }) => ['session', id],
  nameOf: ({ device }) => deviceLabel(device),
  isAvailable: ({ current }) => !current,
  run: ({ id }) => unwrap(bridge.session.end({ sessionId: id })).catch(ignoreEnded),
  apply: (client) => void client.invalidateQueries(sessionsOptions),
  successMessage: ({ device }) => `Session on ${deviceLabel(device)} ended.`,
};

/** A session that ended by itself in the meantime is as ended as the user wants it. */
function ignoreEnded(error: BridgeError): null {
  if (error.problem.code !== 'not_found') throw error;
  return null;
}
