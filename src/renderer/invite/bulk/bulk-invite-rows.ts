import { normalizeEmail } from '#contract/email-address';
import type { Invite } from '#contract/invite/api';
import type { AssignableRole } from '#contract/member/model';
import { correctedAddress } from '../email-typo.ts';
import type { ImportedRow } from '../import/imported-row.ts';

/** Where rows come from: what was typed or pasted, and a file. */
export type ImportSource = 'text' | 'file';

/** A row of the review, which can be edited there. */
export interface DraftRow {
  key: number;
  source?: ImportSource;
  email: string;
  role: AssignableRole;
  /** A written role that does not exist; undefined once a role is chosen. */
  unknownRole: string | undefined;
  /** What says who it is. */
  name?: string;
  /** The address may be another person's; false once the user has confirmed or changed it. */
  isMisaligned?: boolean;
  /** An address in another column, when there is none in the chosen one. */
  otherAddress?: string | undefined;
  /** What was read, before it was edited. */
  read?: ImportedRow;
  /** The role is the user's choice, not what was read or the default. */
  isRoleChosen?: boolean;
}

/** The result of checking a row before anything is sent. Only rows that are ready are sent. */
export type RowCheck = {
  /** The address that was probably meant, when the domain looks like a typing error. */
  suggestion?: string;
} & (
  | { kind: 'ready' }
  /** It can be sent as it is, but the domain looks like a typing error. */
  | { kind: 'typo'; suggestion: string }
  /** Its invite has expired: a new one replaces it. */
  | { kind: 'replaces' }
  | { kind: 'no-address' }
  | { kind: 'invalid' }
  /** An earlier row, counted from 1, has the same address. */
  | { kind: 'duplicate'; of: number }
  | { kind: 'member' }
  | { kind: 'invited'; invite: Invite }
  /** The address may be another person's. */
  | { kind: 'misaligned' }
  /** No seat is left for it. */
  | { kind: 'no-seat' }
);

/** What is known of the organization. */
export interface Known {
  members: ReadonlySet<string>;
  /** The open invites by address. */
  invites: ReadonlyMap<string, Invite>;
  /** Free seats; null: unlimited, undefined: not known yet. */
  free: number | null | undefined;
}

/**
 * The rows that were read. One without a role gets the one that was chosen for all; one with a role that does not exist gets
 * the least, whatever was chosen.
 */
export function draftRows(
  read: readonly ImportedRow[],
  role: AssignableRole,
  source: ImportSource = 'text',
): DraftRow[] {
  return read.map((row, key) => ({
    key,
    source,
    email: row.email,
    role: row.role ?? (row.unknownRole === undefined ? role : 'agent'),
    unknownRole: row.unknownRole,
    name: row.name,
    isMisaligned: row.isMisaligned,
    otherAddress: row.otherAddress,
    read: row,
    isRoleChosen: false,
  }));
}

/** The normalized address of a row; undefined when it is not an address. */
export function addressOf({ email }: Pick<DraftRow, 'email'>): string | undefined {
  return normalizeEmail(email);
}

/** Whether a row with this check is sent. */
export function isReady({ kind }: RowCheck): boolean {
  return kind === 'ready' || kind === 'typo' || kind === 'replaces';
}

/** Checks every row. The seats go to the rows in their order, as the server assigns them. */
export function checkRows(rows: readonly DraftRow[], known: Known): RowCheck[] {
  const first = new Map<string, number>();
  let free = known.free ?? Infinity;
  return rows.map((row, index): RowCheck => {
    const email = addressOf(row);
    if (email === undefined) return { kind: row.email.trim() === '' ? 'no-address' : 'invalid' };
    const suggestion = correctedAddress(email);
    const hint = suggestion === undefined ? {} : { suggestion };
    const of = first.get(email);
    if (of !== undefined) return { kind: 'duplicate', of, ...hint };
    first.set(email, index + 1);
    if (known.members.has(email)) return { kind: 'member', ...hint };
    const invite = known.invites.get(email);
    if (invite?.status === 'pending') return { kind: 'invited', invite, ...hint };
    if (row.isMisaligned === true) return { kind: 'misaligned', ...hint };
    if (free <= 0) return { kind: 'no-seat', ...hint };
    free -= 1;
    if (invite) return { kind: 'replaces', ...hint };
    return suggestion === undefined ? { kind: 'ready' } : { kind: 'typo', suggestion };
  });
}

/** How many rows have each check. */
export function countChecks(checks: readonly RowCheck[]): Map<RowCheck['kind'], number> {
  const counts = new Map<RowCheck['kind'], number>();
  for (const { kind } of checks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
