import type { Database } from '../database/database.ts';
import { findInvitesToMail } from './invite-delivery-repository.ts';

export type InviteToMail = Awaited<ReturnType<typeof findInvitesToMail>>[number];

interface Waiting {
  inviteId: string;
  /** What was read of it, and when; undefined until somebody's turn has come. */
  reading: Promise<{ row: InviteToMail | undefined; at: number }> | undefined;
}

/** What was read longer ago may have changed: an invite that was revoked meanwhile is not mailed. */
const freshMs = 250;
const readTogether = 50;

/**
 * Says that an invite's mail waits for its turn.
 *
 * @returns what is to be called, once, when the turn has come: it resolves with the invite as it was a moment ago,
 *   undefined when it is gone
 */
export type LookAhead = (inviteId: string) => () => Promise<InviteToMail | undefined>;

/** Invites are read when their turn comes, together with those whose turns come next. */
export function createLookAhead({ database }: { database: Pick<Database, 'orm'> }): LookAhead {
  const waiting = new Set<Waiting>();

  function readWithNext(first: Waiting): void {
    const others = waiting.values().filter((each) => each !== first);
    const together = [first, ...others.take(readTogether - 1)];
    const rows = read(together.map(({ inviteId }) => inviteId));
    for (const each of together) {
      each.reading = rows.then(({ byId, at }) => ({ row: byId.get(each.inviteId), at }));
      // Whoever waits for it hears of a failure; whose turn has not come yet reads anew.
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
          // Unless somebody has begun to read it anew meanwhile.
          if (own.reading === reading) own.reading = undefined;
        }
      } finally {
        waiting.delete(own);
      }
    };
  };
}
