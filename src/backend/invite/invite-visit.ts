import type { User } from '#contract/session';
import type { Page } from '../http/page.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { whoIs } from '../session/session-service.ts';
import { findWebSession } from '../session/web-session-service.ts';
import { acceptedPage, declinedPage, expiredPage, revokedPage } from './ended-invite-view.ts';
import { findInviteLink, type InviteLink } from './invite-acceptance-service.ts';
import {
  choicePage,
  codePage,
  joinedPage,
  registrationPage,
  signInPage,
  wrongAccountPage,
  type InviteView,
} from './invite-view.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

const deadEnds = { expired: expiredPage, revoked: revokedPage, declined: declinedPage };

/** Somebody who holds a link of an invite, signed in or not. */
export interface Visit {
  token: string;
  link: InviteLink;
  user: User | undefined;
  view: InviteView;
}

/** Who comes with this link and cookie; undefined for a link that belongs to no invite. */
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
 * What the visitor sees, and the status that says it to programs.
 *
 * @param code what the page's address says of the mailed code: `sent` just now, or anything for "I have it"
 */
export async function pageOfVisit(
  context: Context,
  visit: Visit,
  { code }: { code?: unknown } = {},
): Promise<{ status: number; page: Page }> {
  const { status } = visit.link.invite;
  if (status === 'pending') return { status: 200, page: openPage(visit, code) };
  if (status === 'accepted') return { status: 200, page: await afterAcceptance(context, visit) };
  return { status: 410, page: deadEnds[status](visit.view) };
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
    const { memberships } = await whoIs(context, user.id);
    const membership = memberships.find(({ organizationId }) => organizationId === link.organization.id);
    if (membership) return joinedPage(view.organization, membership.role, user.email);
  }
  return acceptedPage(view, user?.email);
}
