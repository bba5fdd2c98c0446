import { activityCsvPath, activityType, listActivity } from '#contract/activity';
import { id, listInput, organizationInput, pageLimit, period } from './channel-input.ts';
import { exportCsv } from './export-csv.ts';
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

  handle('activity.exportCsv', organizationInput.extend(filters), ({ organizationId, ...query }, caller) =>
    exportCsv(session, caller, { organizationId, of: 'activity', path: activityCsvPath, query }),
  );
}
