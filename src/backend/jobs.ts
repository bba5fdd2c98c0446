import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database/database.ts';
import { schedulePurge } from './database/retention.ts';
import { scheduleExpiryAnnouncements } from './invite/announce-expired-invites.ts';
import { scheduleReminders } from './invite/remind-invitees.ts';
import { scheduleCounterRefresh } from './organization/refresh-counters.ts';
import type { ServiceContext } from './platform/rest/service-context.ts';

/**
 * Starts the periodic jobs. Every node runs them; locks in the database let one node at a time do the work.
 *
 * @returns a function that stops them, and resolves when the work under way has ended
 */
export function startBackgroundJobs(
  context: Pick<ServiceContext, 'mailQueue'> & { database: Database; log: FastifyBaseLogger },
): () => Promise<void> {
  const stops = [
    scheduleExpiryAnnouncements(context),
    scheduleReminders(context),
    scheduleCounterRefresh(context),
    schedulePurge(context),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
