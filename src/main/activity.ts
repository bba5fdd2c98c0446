import { activityType, listActivity } from '#contract/activity';
import { id, listInput, pageLimit, period } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const filters = { type: activityType.optional(), actor: id.optional(), ...period };

export function registerActivity(handle: Handle, session: Session): void {
  handle('activity.list', listInput.extend(filters), ({ organizationId, ...query }) =>
    session.call(listActivity, {
      params: { organizationId },
      query: { ...query, limit: pageLimit(query.cursor) },
    }),
  );
}
