import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { activityFilters } from '#contract/activity/api';
import { activityCsvPath } from '#contract/activity/model';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import { detailInEnglish, subjectInEnglish } from '../activity-log/activity-detail.ts';
import type { Database } from '../database/database.ts';
import { csvRoute } from '../platform/rest/csv-route.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findActivityPage, type Position } from './activity-repository.ts';

const rowsPerPage = 1_000;

/** Registers the export of the activity as a CSV file, which is itself recorded in the activity. */
export function registerActivityExport(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  const declaration = {
    path: activityCsvPath,
    name: 'activity.csv',
    summary: 'Export activity as CSV, newest first',
    query: activityFilters,
  };
  csvRoute(app, declaration, async ({ organizationId, query, caller }) => {
    const { actor } = await authorize(database.orm, caller, organizationId, 'manage');
    await recordActivity(database.orm, [
      { organizationId, type: 'activity.exported', actor, at: new Date() },
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
      subjectInEnglish(row.type, row, row.subject),
      detailInEnglish(row, row.detail) ?? '',
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = { at: last.at.toISOString(), id: last.id };
  }
}
