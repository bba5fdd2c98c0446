import { normalizeEmail } from '#contract/email-address';
import type { Invite } from '#contract/invite';
import type { AssignableRole } from '#contract/member';
import { meantAddress } from './address-slip.ts';
import type { WrittenInvite } from './address-list.ts';

/** A row of the preview, as it can be changed there. */
export interface DraftRow {
  key: number;
  email: string;
  role: AssignableRole;
  /** What was written as a role and is none; gone as soon as a role is chosen. */
  unknownRole: string | undefined;
}

/** What is known of a row before anything is sent. Only what is `ready` is sent. */
export type Mark =
  | { kind: 'ready' }
  /** It can be sent as it is, but the domain looks like a slip. */
  | { kind: 'slip'; meant: string }
  /** Its invite has expired: a new one takes its place. */
  | { kind: 'replaces' }
  | { kind: 'invalid' }
  /** The same address stands in an earlier row, counted from 1. */
  | { kind: 'double'; of: number }
  | { kind: 'member' }
  | { kind: 'invited'; invite: Invite }
  /** No seat is left for it. */
  | { kind: 'no-seat' };

/** What the server said about the organization, as far as it was asked. */
export interface Known {
  members: ReadonlySet<string>;
  /** The open invites by address. */
  invites: ReadonlyMap<string, Invite>;
  /** Free seats; null: as many as one likes, undefined: not known yet. */
  free: number | null | undefined;
}

/** The rows that a text makes; a role that was not written is the one chosen for all. */
export function draftRows(written: WrittenInvite[], role: AssignableRole): DraftRow[] {
  return written.map((one, index) => ({
    key: index,
    email: one.email,
    role: one.role ?? role,
    unknownRole: one.unknownRole,
  }));
}

/** The address of a row in the form that is sent and compared; undefined when it is none. */
export function addressOf({ email }: Pick<DraftRow, 'email'>): string | undefined {
  return normalizeEmail(email);
}

/** Whether a row with this mark is sent. */
export function isReady({ kind }: Mark): boolean {
  return kind === 'ready' || kind === 'slip' || kind === 'replaces';
}

/** Judges every row: seats go to the rows in their order, as the server gives them out. */
export function markRows(rows: readonly DraftRow[], known: Known): Mark[] {
  const first = new Map<string, number>();
  let free = known.free ?? Infinity;
  return rows.map((row, index) => {
    const email = addressOf(row);
    if (email === undefined) return { kind: 'invalid' };
    const of = first.get(email);
    if (of !== undefined) return { kind: 'double', of };
    first.set(email, index + 1);
    if (known.members.has(email)) return { kind: 'member' };
    const invite = known.invites.get(email);
    if (invite?.status === 'pending') return { kind: 'invited', invite };
    if (free <= 0) return { kind: 'no-seat' };
    free -= 1;
    if (invite) return { kind: 'replaces' };
    const meant = meantAddress(email);
    return meant === undefined ? { kind: 'ready' } : { kind: 'slip', meant };
  });
}

/** How many rows have each mark. */
export function countMarks(marks: readonly Mark[]): Map<Mark['kind'], number> {
  const counts = new Map<Mark['kind'], number>();
  for (const { kind } of marks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
