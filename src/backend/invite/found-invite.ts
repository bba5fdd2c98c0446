import { runPrepared, type Executor } from '../database/database.ts';
import { fullNameOf } from '../database/tables/users.ts';
import type { Reading } from '../database/combined-statement.ts';
import type { FoundInvite, ShownRecord } from './invite-repository.ts';

/** The columns of an invite `i`, with the name of its inviter `u`. */
const inviteText = `select i.id, i.organization_id as "organizationId", i.email, i.role, i.status, i.created_at as "createdAt",
    i.expires_at as "expiresAt", i.last_sent_at as "lastSentAt", i.send_count as "sendCount", to_json(i.recent_sends) as "recentSends",
    i.invited_by as "invitedBy", i.delivery_status as "deliveryStatus", i.delivery_attempts as "deliveryAttempts",
    i.delivery_error as "deliveryError", i.opened_at as "openedAt", i.ended_at as "endedAt",
    i.expiry_announced as "expiryAnnounced", i.reminded, ${fullNameOf('u')} as "inviterName", now() as now
  from invites i left join users u on u.id = i.invited_by`;

/** An invite as `inviteText` reads it: times are text. */
type InviteText = {
  [Column in keyof ShownRecord]: ShownRecord[Column] extends Date
    ? string
    : ShownRecord[Column] extends Date | null
      ? string | null
      : ShownRecord[Column];
} & { inviterName: string | null; now: string };

/** An invite by its id, to be read together with other rows. */
export function inviteById(inviteId: string): Reading<InviteText> {
  return { text: `${inviteText} where i.id = $1`, values: [inviteId] };
}

/** A row of `inviteById`. */
export function toFoundInvite({ inviterName, now, ...invite }: InviteText): FoundInvite {
  const { endedAt, openedAt } = invite;
  return {
    invite: {
      ...invite,
      createdAt: new Date(invite.createdAt),
      expiresAt: new Date(invite.expiresAt),
      lastSentAt: new Date(invite.lastSentAt),
      openedAt: openedAt === null ? null : new Date(openedAt),
      endedAt: endedAt === null ? null : new Date(endedAt),
    },
    inviterName,
    now: new Date(now),
  };
}

/** An invite by its id alone, for links and jobs; calls of the API use `findInvite`. */
export async function findInviteById(executor: Executor, inviteId: string): Promise<FoundInvite | undefined> {
  const { text, values } = inviteById(inviteId);
  const [row] = await runPrepared<InviteText>(executor, text, values);
  return row && toFoundInvite(row);
}

/** An invite with what its page shows, in one statement. */
export async function findInviteBehindLink(executor: Executor, inviteId: string) {
  const [row] = await runPrepared<
    InviteText & { organizationName: string; organizationDescription: string; accountExists: boolean }
  >(
    executor,
    `select invite.*, o.name as "organizationName", o.description as "organizationDescription",
      exists (select 1 from users as account where account.email = invite.email) as "accountExists"
    from (${inviteText} where i.id = $1) as invite join organizations o on o.id = invite."organizationId"`,
    [inviteId],
  );
  if (!row) return undefined;
  const { organizationName: name, organizationDescription: description, accountExists, ...invite } = row;
  const found = toFoundInvite(invite);
  return {
    ...found,
    organization: { id: found.invite.organizationId, name, description },
    accountExists,
  };
}

/** What the email to an inviter says, and to whom it goes. */
export interface InviterNoticeContent {
  email: string;
  role: ShownRecord['role'];
  sendCount: number;
  deliveryError: string | null;
  organizationName: string;
  inviterEmail: string;
  /** null: nobody with this address has an account. */
  inviteeName: string | null;
}

/** The content of the email to an inviter who is still a member, or staff; otherwise undefined. */
export async function findInviterNotice(
  executor: Executor,
  inviteId: string,
): Promise<InviterNoticeContent | undefined> {
  const [row] = await runPrepared<InviterNoticeContent>(
    executor,
    `select i.email, i.role, i.send_count as "sendCount", i.delivery_error as "deliveryError", o.name as "organizationName",
      inviter.email as "inviterEmail", ${fullNameOf('invitee')} as "inviteeName"
    from invites i join organizations o on o.id = i.organization_id
      join users inviter on inviter.id = i.invited_by
      left join users invitee on invitee.email = i.email
    where i.id = $1 and (inviter.acting_staff or exists (
      select from members m where m.organization_id = i.organization_id and m.user_id = inviter.id))`,
    [inviteId],
  );
  return row;
}
