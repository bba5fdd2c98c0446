import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { membersCsvPath } from '#contract/member/model';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import type { Database } from '../database/database.ts';
import { wireTime } from '../database/wire-time.ts';
import { csvRoute } from '../platform/rest/csv-route.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findMembersAfter } from './member-repository.ts';

const rowsPerPage = 1_000;

/** Registers the export of all members as a CSV file, which is recorded in the activity. */
export function registerMemberExport(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  const declaration = {
    path: membersCsvPath,
    name: 'member.csv',
    summary: 'Export all members as CSV',
    query: z.strictObject({}),
  };
  csvRoute(app, declaration, async ({ organizationId, caller }) => {
    const { actor } = await authorize(database.orm, caller, organizationId, 'manage');
    await recordActivity(database.orm, [{ organizationId, type: 'members.exported', actor, at: new Date() }]);
    return {
      name: 'members',
      columns: ['email', 'firstName', 'lastName', 'role', 'joinedAt', 'lastActiveAt'],
      pages: readPages(database, organizationId),
    };
  });
}

async function* readPages(database: Database, organizationId: string) {
  let after: { key: string; id: string } | undefined;
  for (;;) {
    const rows = await findMembersAfter(database.orm, organizationId, after, rowsPerPage);
    yield rows.map((row) => [
      row.email,
      row.firstName,
      row.lastName,
      row.role,
      wireTime(row.joinedAt),
      row.lastActiveAt === null ? '' : wireTime(row.lastActiveAt),
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = { key: last.email, id: last.id };
  }
}
