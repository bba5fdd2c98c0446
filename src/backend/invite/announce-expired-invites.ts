import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../database/database.ts';
import { appendEvents, type NewEvent } from '../event-log/append-events.ts';
import { repeat } from '../platform/concurrency/repeat.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { findOrganizationsWithExpiredInvites, markExpiryAnnounced } from './invite-expiry-repository.ts';
import { toInvite } from './invite-view.ts';

const lookMs = 1_000;
const batch = 200;

/**
 * Appends `invite.expired` and `seats.changed` when an invite expires, because no request does so at that moment although its
 * seat becomes free. All nodes run the job; each expiry is announced once.
 *
 * @returns a function that stops it
 */
export function scheduleExpiryAnnouncements({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): () => Promise<void> {
  return repeat({
    everyMs: lookMs,
    log,
    failure: 'expired invites were not announced',
    async work({ stopped }) {
      const organizationIds = await findOrganizationsWithExpiredInvites(database.orm, batch);
      for (const organizationId of organizationIds) {
        if (!stopped()) await announceExpired(database, organizationId);
      }
    },
  });
}

async function announceExpired(database: Database, organizationId: string): Promise<void> {
  await database.transaction(async (tx) => {
    // Under the seats' lock: a resend either came before, so that there is nothing to announce, or comes after.
    const { seats, now } = await lockSeats(tx, organizationId);
    const expired = await markExpiryAnnounced(tx, organizationId, now);
    if (expired.length === 0) return;
    await appendEvents(tx, [
      ...expired.map((row): NewEvent => ({
        type: 'invite.expired',
        organizationId,
        data: { invite: toInvite(row, now) },
      })),
      { type: 'seats.changed', organizationId, data: { seats } },
    ]);
  });
}
