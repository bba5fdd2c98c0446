import type { Invite } from '#contract/invite/api';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findInviteBehindLink } from './found-invite.ts';
import { readInviteToken, type LinkKind } from './invite-token.ts';
import { toInvite } from './invite-view.ts';
import type { Written } from '#contract/open-enum';

/** What an invite link leads to. */
export interface InviteLink {
  kind: LinkKind;
  invite: Written<Invite>;
  organization: { id: string; name: string; description: string };
  /** Whether the invited address has an account. */
  accountExists: boolean;
}

/** Finds the invite of a link; undefined for a token that this server has not made. */
export async function findInviteLink(
  { database, secrets }: Pick<ServiceContext, 'database' | 'secrets'>,
  token: string,
): Promise<InviteLink | undefined> {
  const claims = readInviteToken(secrets, token);
  const row = claims && (await findInviteBehindLink(database.orm, claims.inviteId));
  if (!claims || !row) return undefined;
  return {
    kind: claims.kind,
    invite: toInvite(row, row.now),
    organization: row.organization,
    accountExists: row.accountExists,
  };
}
