import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database/database.ts';
import type { ServiceContext } from './http/service-context.ts';
import { announceExpiries } from './invite/invite-expiry-service.ts';
import { remindInvitees } from './invite/invite-reminder-service.ts';
import { keepTidy } from './maintenance.ts';
import { keepCounters } from './organization/organization-counters-service.ts';

/**
 * What the server does without being asked, on whichever node comes first.
 *
 * @returns what ends it
 */
export function startDuties(
  context: Pick<ServiceContext, 'mailQueue'> & { database: Database; log: FastifyBaseLogger },
): () => Promise<unknown> {
  const ends = [announceExpiries(context), remindInvitees(context), keepCounters(context), keepTidy(context)];
  return () => Promise.all(ends.map((end) => end()));
}
