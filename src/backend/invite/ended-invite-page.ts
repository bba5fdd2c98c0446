import { formatTime } from '../platform/text/format-time.ts';
import { markup, type Html } from '../platform/web-pages/html.ts';
import { markedHeading, named } from '../platform/web-pages/page-parts.ts';
import type { Page } from '../platform/web-pages/page.ts';

/** The content of the page of an ended invite. */
export interface EndedInviteView {
  email: string;
  expiresAt: string;
  inviterName: string | null;
  organization: { name: string };
}

/** The invite has expired. A resend makes the same link valid again. */
export function expiredPage(invite: EndedInviteView): Page {
  const title = 'This invitation has expired';
  return {
    title,
    main: markup`${markedHeading('wait', title)}
<p>Your invitation to join <strong>${named(invite.organization.name)}</strong> was valid until ${formatTime(invite.expiresAt)}.</p>
<h2>What you can do</h2>
<p>Ask ${whomToAsk(invite)} to resend it to <strong>${invite.email}</strong>. Once they do, this link will work again.</p>`,
  };
}

/** The organization has revoked the invite. */
export function revokedPage(invite: EndedInviteView): Page {
  const title = 'This invitation was withdrawn';
  return {
    title,
    main: markup`${markedHeading('bad', title)}
<p><strong>${named(invite.organization.name)}</strong> has withdrawn it, so the link no longer works. Check your inbox for a newer invitation.</p>
<h2>What you can do</h2>
<p>If you think this is a mistake, ask ${whomToAsk(invite)} to send a new invitation to <strong>${invite.email}</strong>.</p>`,
  };
}

/** The invitee has declined the invite. */
export function declinedPage(invite: EndedInviteView): Page {
  const title = 'This invitation was declined';
  return {
    title,
    main: markup`${markedHeading('letter', title)}
<p>You haven't joined <strong>${named(invite.organization.name)}</strong>, and the link no longer works. There's nothing else you need to do.</p>
<h2>Declined by mistake?</h2>
<p>Ask ${whomToAsk(invite)} to send a new invitation to <strong>${invite.email}</strong>.</p>`,
  };
}

/** The invite has been accepted. */
export function acceptedPage(invite: EndedInviteView, signedInAs: string | undefined): Page {
  const title = 'This invitation has been accepted';
  const next =
    signedInAs === undefined
      ? markup`<p>Was that you? Sign in to continue.</p><a class="button" href="/Account/Login">Sign in</a>`
      : markup`<p class="quiet">You're signed in as ${signedInAs}.</p><a class="button" href="/Account">Go to your account</a>`;
  return {
    title,
    main: markup`${markedHeading('good', title)}
<p><strong>${invite.email}</strong> used it to join <strong>${named(invite.organization.name)}</strong>. An invitation can be used only once.</p>
${next}`,
  };
}

const unknownTitle = "This invitation link isn't valid";

/** The link belongs to no invite. */
export const unknownInvitePage: Page = {
  title: unknownTitle,
  main: markup`${markedHeading('bad', unknownTitle)}
<p>We don't recognize this link. It may be from an old invitation.</p>
<h2>What you can do</h2>
<p>Open the link in your invitation email again, or copy the whole link into your browser. If that doesn't help, ask the person who invited you to send a new invitation.</p>`,
};

const incompleteTitle = 'This invitation link is incomplete';

/** The end of the link is missing. */
export const incompleteLinkPage: Page = {
  title: incompleteTitle,
  main: markup`${markedHeading('bad', incompleteTitle)}
<p>Part of it is missing. Long links are sometimes cut off at the end of a line.</p>
<h2>What you can do</h2>
<p>Open the link in your invitation email again, or copy the whole link into your browser.</p>`,
};

function whomToAsk({ inviterName, organization }: EndedInviteView): Html {
  return inviterName === null
    ? markup`an admin of ${named(organization.name)}`
    : markup`${named(inviterName)} or an admin of ${named(organization.name)}`;
}
