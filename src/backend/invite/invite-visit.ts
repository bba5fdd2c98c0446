import type { User } from '#contract/account/api';
import { getMe } from '../account/get-me.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { Page } from '../platform/web-pages/page.ts';
import { findWebSession } from '../session/web-session.ts';
import { acceptedPage, declinedPage, expiredPage, revokedPage } from './ended-invite-page.ts';
import { findInviteLink, type InviteLink } from './find-invite-link.ts';
import {
  choicePage,
  codePage,
  joinedPage,
  registrationPage,
  signInPage,
  wrongAccountPage,
  type InviteView,
} from './invite-page.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>;

const endedPages = { expired: expiredPage, revoked: revokedPage, declined: declinedPage };

/** A request with an invite link, signed in or not. */
export interface Visit {
  token: string;
  link: InviteLink;
  user: User | undefined;
  view: InviteView;
}

/** Finds the invite of a link and the user of a cookie; undefined for a link of no invite. */
export async function findVisit(
  context: Context,
  { token, cookie }: { token: string; cookie: string | undefined },
): Promise<Visit | undefined> {
  const [link, session] = await Promise.all([
    findInviteLink(context, token),
    findWebSession(context, cookie),
  ]);
  if (!link) return undefined;
  const { invite, organization } = link;
  const view = {
    path: `/support/invite/${encodeURIComponent(token)}`,
    email: invite.email,
    role: invite.role,
    expiresAt: invite.expiresAt,
    inviterName: invite.invitedBy?.name ?? null,
    organization,
  };
  return { token, link, user: session?.user, view };
}

/**
 * The page for a visit, and its HTTP status.
 *
 * @param code the query parameter about the emailed code: `sent` just now, or anything else for "I have a code"
 */
export async function pageOfVisit(
  context: Context,
  visit: Visit,
  { code }: { code?: unknown } = {},
): Promise<{ status: number; page: Page }> {
  const { status } = visit.link.invite;
  if (status === 'pending') return { status: 200, page: openPage(visit, code) };
  if (status === 'accepted') return { status: 200, page: await afterAcceptance(context, visit) };
  return { status: 410, page: endedPages[status](visit.view) };
}

function openPage({ link, user, view }: Visit, code: unknown): Page {
  if (user)
    return user.email === view.email
      ? choicePage(view)
      : wrongAccountPage(view, user.email, link.accountExists);
  if (link.accountExists) return signInPage(view);
  if (link.kind === 'mailed') return registrationPage(view, { withCode: false });
  return code === undefined
    ? codePage(view)
    : registrationPage(view, { withCode: true, codeSent: code === 'sent' });
}

async function afterAcceptance(context: Context, { link, user, view }: Visit): Promise<Page> {
  if (user?.email === view.email) {
    const { memberships } = await getMe(context, user.id);
    const membership = memberships.find(({ organizationId }) => organizationId === link.organization.id);
    if (membership) return joinedPage(view.organization, membership.role, user.email);
  }
  return acceptedPage(view, user?.email);
}
