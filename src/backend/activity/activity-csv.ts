import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { activityCsvPath, activityFilters } from '#contract/activity';
import type { Database } from '../database/database.ts';
import { csvRoute } from '../http/csv-route.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { findActivityPage, type Position } from './activity-repository.ts';
import { recordActivity } from './activity-service.ts';

const rowsPerPage = 1_000;

/** The activity as a file; that it was taken is in the activity. */
export function registerActivityCsv(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  const declaration = {
    path: activityCsvPath,
    name: 'activity.csv',
    summary: 'Activity as CSV, newest first',
    query: activityFilters,
  };
  csvRoute(app, declaration, async ({ organizationId, query, caller }) => {
    const { actor } = await requireAccess(database.orm, caller, organizationId, 'manage');
    await recordActivity(database.orm, [
      { organizationId, type: 'activity.exported', actor, subject: 'activity', at: new Date() },
    ]);
    return {
      name: 'activity',
      columns: ['at', 'type', 'actor', 'byStaff', 'subject', 'detail'],
      pages: readPages(database, organizationId, query),
    };
  });
}

async function* readPages(
  database: Database,
  organizationId: string,
  filters: z.output<typeof activityFilters>,
) {
  let after: Position | undefined;
  for (;;) {
    const rows = await findActivityPage(database.orm, organizationId, filters, after, rowsPerPage);
    yield rows.map((row) => [
      row.at.toISOString(),
      row.type,
      row.actorName ?? '',
      row.actorStaff ? 'yes' : 'no',
      row.subject,
      row.detail ?? '',
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = { at: last.at.toISOString(), id: last.id };
  }
}
