import { checkInvites, getInvite, listInvites } from '#contract/invite/api';
import type { Invite } from '#contract/invite/api';
import { maxBulkInvites } from '#contract/invite/model';
import { normalizeEmail } from '#contract/email-address';
import { getVersion } from '#contract/version/api';
import { hasFeature } from '#contract/version/model';
import type { RowResult, RunRow, WorkKind } from '#contract/work/model';
import { problemOf } from '../backend/bridge-problem.ts';
import { readServerVersion } from '../backend/server-release.ts';
import type { CallServer } from './call-server.ts';

/** A row that the server is asked about. */
export interface AskedRow {
  index: number;
  row: RunRow;
  /** When the row was first sent, in milliseconds since the epoch; null: it was not sent yet. */
  begunAt: number | null;
}

interface Asker {
  call: CallServer;
  kind: WorkKind;
  /** The user whose run it is. */
  userId: string;
}

/** An invite that was made so long before its row was sent, by this computer's clock, is another one. */
const clockToleranceMs = 24 * 60 * 60 * 1000;

const done: RowResult = { state: 'done' };
const refused = (code: string): RowResult => ({
  state: 'failed',
  problem: { code, detail: '' },
  isUncertain: false,
});

/**
 * Asks the server what has become of rows, before a run is taken up again later.
 *
 * @returns the results of the rows that need not be sent, by their index
 * @throws BridgeProblemError
 */
export async function askAboutRows(asker: Asker, rows: readonly AskedRow[]): Promise<Map<number, RowResult>> {
  const known = new Map<number, RowResult>();
  const { features } = await readServerVersion(() => asker.call(getVersion, {}));
  const canCheck = hasFeature(features, 'invites.check');
  for (const [organizationId, ofOrganization] of Map.groupBy(rows, ({ row }) => row.organizationId)) {
    for (let from = 0; from < ofOrganization.length; from += maxBulkInvites) {
      const part = ofOrganization.slice(from, from + maxBulkInvites);
      const checks = canCheck ? await check(asker.call, organizationId, part) : [];
      for (const [position, asked] of part.entries()) {
        const result = await resultOf(asker, asked, checks[position]);
        if (result) known.set(asked.index, result);
      }
    }
  }
  return known;
}

interface Check {
  status: string;
  invite?: Invite | undefined;
}

async function check(call: CallServer, organizationId: string, rows: AskedRow[]): Promise<Check[]> {
  const body = { emails: rows.map(({ row }) => row.email) };
  return (await call(checkInvites, { params: { organizationId }, body })).results;
}

/** @param checked what the server says of the address; undefined: an older server, which cannot be asked for many */
async function resultOf(
  asker: Asker,
  asked: AskedRow,
  checked: Check | undefined,
): Promise<RowResult | undefined> {
  return asker.kind === 'invite'
    ? resultOfInvitation(asker, asked, checked)
    : resultOfOpenInvite(asker, asked, checked);
}

async function resultOfInvitation(
  asker: Asker,
  { row, begunAt }: AskedRow,
  checked: Check | undefined,
): Promise<RowResult | undefined> {
  if (begunAt !== null && (await wasInvited(asker, row, begunAt))) return done;
  switch (checked?.status) {
    case 'invited':
      return refused('invite_already_pending');
    case 'member':
      return refused('already_member');
    case 'invalid':
      return refused('validation_failed');
    default:
      return undefined;
  }
}

/** Whether the user has invited the address since the row was sent, whatever has become of the invite. */
async function wasInvited({ call, userId }: Asker, row: RunRow, begunAt: number): Promise<boolean> {
  const params = { organizationId: row.organizationId };
  const { items } = await call(listInvites, { params, query: { status: 'all', search: row.email } });
  const email = normalizeEmail(row.email);
  return items.some(
    (invite) =>
      invite.email === email &&
      invite.invitedBy?.id === userId &&
      Date.parse(invite.createdAt) > begunAt - clockToleranceMs,
  );
}

async function resultOfOpenInvite(
  { call, kind }: Asker,
  { row, begunAt }: AskedRow,
  checked: Check | undefined,
): Promise<RowResult | undefined> {
  const open = checked?.invite?.id === row.inviteId ? checked?.invite : undefined;
  if (begunAt === null) {
    // An older server, which cannot be asked for many, decides when the row is sent.
    return open || !checked ? undefined : refused('invite_not_open');
  }
  const invite = open ?? (await read(call, row));
  if (!invite) return refused('invite_not_found');
  const isDone =
    kind === 'revoke' ? invite.status === 'revoked' : invite.sendCount > (row.sendCount ?? Infinity);
  if (isDone) return done;
  return invite.status === 'pending' || invite.status === 'expired' ? undefined : refused('invite_not_open');
}

/** The invite of a row; undefined: it exists no longer. */
async function read(call: CallServer, row: RunRow): Promise<Invite | undefined> {
  const params = { organizationId: row.organizationId, inviteId: row.inviteId ?? '' };
  try {
    return await call(getInvite, { params });
  } catch (error) {
    if (problemOf(error)?.code === 'invite_not_found') return undefined;
    throw error;
  }
}
