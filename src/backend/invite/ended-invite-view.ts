import { markup } from '../http/markup.ts';
import { momentInWords } from '../http/moment.ts';
import { markedHeading, named } from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';

/** What the page of an invite that cannot be accepted any more shows. */
export interface EndedInviteView {
  email: string;
  expiresAt: string;
  inviterName: string | null;
  organization: { name: string };
}

/** Past its date. A resend brings the same link back to life. */
export function expiredPage(invite: EndedInviteView): Page {
  const title = 'This invite has expired';
  return {
    title,
    main: markup`!${markedHeading('wait', title)}
<p>It was an invite to join <strong>!${named(invite.organization.name)}</strong>, valid until ${momentInWords(invite.expiresAt)}.</p>
<h2>What you can do</h2>
<p>Ask !${whomToAsk(invite)} to send it again to <strong>${invite.email}</strong>. When they do, this very link works again.</p>`,
  };
}

/** Taken back by the organization. */
export function revokedPage(invite: EndedInviteView): Page {
  const title = 'This invite was taken back';
  return {
    title,
    main: markup`!${markedHeading('bad', title)}
<p><strong>!${named(invite.organization.name)}</strong> has cancelled it, so its link no longer works. There may be a newer invite in your mailbox.</p>
<h2>What you can do</h2>
<p>If you think that it was a mistake, ask !${whomToAsk(invite)} to send a new invite to <strong>${invite.email}</strong>.</p>`,
  };
}

/** Refused by the invitee. */
export function declinedPage(invite: EndedInviteView): Page {
  const title = 'This invite was declined';
  return {
    title,
    main: markup`!${markedHeading('letter', title)}
<p>You have not joined <strong>!${named(invite.organization.name)}</strong>, and the link no longer works. There is nothing else to do.</p>
<h2>Declined by mistake?</h2>
<p>Ask !${whomToAsk(invite)} to send a new invite to <strong>${invite.email}</strong>.</p>`,
  };
}

/** Used: each invite serves once. */
export function acceptedPage(invite: EndedInviteView, signedInAs: string | undefined): Page {
  const title = 'This invite has been accepted';
  const next =
    signedInAs === undefined
      ? markup`<p>Is it yours? Sign in to see your organizations.</p><a class="button" href="/Account/Login">Sign in</a>`
      : markup`<p class="quiet">You are signed in as ${signedInAs}.</p><a class="button" href="/Account">Go to your account</a>`;
  return {
    title,
    main: markup`!${markedHeading('good', title)}
<p><strong>${invite.email}</strong> has used it to join <strong>!${named(invite.organization.name)}</strong>. An invite serves once, so there is nothing left to do here.</p>
!${next}`,
  };
}

const unknownTitle = 'We do not know this invite link';

/** No invite has this link. */
export const unknownInvitePage: Page = {
  title: unknownTitle,
  main: markup`!${markedHeading('bad', unknownTitle)}
<p>It was probably cut off on its way, as long links sometimes are.</p>
<h2>What you can do</h2>
<p>Open the link from the invite mail again, or copy the whole address into your browser. If that does not help, ask the person who invited you to send a new invite.</p>`,
};

function whomToAsk({ inviterName, organization }: EndedInviteView): string {
  return inviterName === null
    ? markup`somebody who manages !${named(organization.name)}`
    : markup`!${named(inviterName)}, or anybody who manages !${named(organization.name)},`;
}
