import type { Database } from '../database/database.ts';
import { findInvitesToMail } from './invite-delivery-repository.ts';

export type InviteToMail = Awaited<ReturnType<typeof findInvitesToMail>>[number];

interface Waiting {
  inviteId: string;
  /** The row and the time of its reading; undefined before a reading, and after one that is too old. */
  reading: Promise<{ row: InviteToMail | undefined; at: number }> | undefined;
}

/** How long a prefetched row is used: an invite that is revoked in the meantime must not be emailed. */
const freshMs = 250;
const batchSize = 50;

/**
 * Announces that the email of an invite waits for a connection to the mail server.
 *
 * @returns a function to be called once, when the connection is free: it resolves with the invite as it was at most a moment
 *   ago, or undefined when it is gone
 */
export type PrefetchInvite = (inviteId: string) => () => Promise<InviteToMail | undefined>;

/** Reads invites in batches: each together with the next ones that wait. */
export function createInvitePrefetch({ database }: { database: Pick<Database, 'orm'> }): PrefetchInvite {
  const waiting = new Set<Waiting>();

  function readWithNext(first: Waiting): void {
    const others = waiting.values().filter((each) => each !== first);
    const together = [first, ...others.take(batchSize - 1)];
    const rows = read(together.map(({ inviteId }) => inviteId));
    for (const each of together) {
      each.reading = rows.then(({ byId, at }) => ({ row: byId.get(each.inviteId), at }));
      // The caller gets the error; those that still wait read again.
      each.reading.catch(() => (each.reading = undefined));
    }
  }

  async function read(inviteIds: string[]) {
    const at = performance.now();
    const rows = await findInvitesToMail(database.orm, inviteIds);
    return { byId: new Map(rows.map((row) => [row.invite.id, row])), at };
  }

  return (inviteId) => {
    const own: Waiting = { inviteId, reading: undefined };
    waiting.add(own);
    return async () => {
      const turnAt = performance.now();
      try {
        for (;;) {
          if (!own.reading) readWithNext(own);
          const { reading } = own;
          const found = await reading;
          if (found && found.at > turnAt - freshMs) return found.row;
          // Unless another reading has begun since.
          if (own.reading === reading) own.reading = undefined;
        }
      } finally {
        waiting.delete(own);
      }
    };
  };
}
