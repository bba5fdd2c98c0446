import type { AssignableRole } from '#contract/member';
import { markup } from '../http/markup.ts';
import { momentInWords } from '../http/moment.ts';
import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { plainName } from '../mail/plain-name.ts';
import { roleNames } from '../http/role-names.ts';
import { roleRights } from './role-rights.ts';

export interface InviteMailView {
  organizationName: string;
  /** null: the inviter's account is no more. */
  inviterName: string | null;
  role: AssignableRole;
  expiresAt: string;
  /** The mailed link, whole. */
  link: string;
}

/** The mail that brings the link. Names are other people's words: they are defused before they go in. */
export function inviteMail(view: InviteMailView): MailContent {
  const organization = plainName(view.organizationName);
  const inviter = view.inviterName === null ? undefined : plainName(view.inviterName);
  const role = roleNames[view.role];
  const rights = lowerFirst(roleRights[view.role]);
  const until = momentInWords(view.expiresAt);
  const subject =
    inviter === undefined
      ? `You are invited to join ${organization} on FastLinkIt`
      : `${inviter} invited you to join ${organization} on FastLinkIt`;
  const unexpected = 'You did not expect this? Ignore it: nothing happens unless you open the link and join.';
  return {
    subject,
    text: `${inviter === undefined ? 'You are invited' : `${inviter} invited you`} to join ${organization} on FastLinkIt.

Organization: ${organization}
Your role: ${role} (${rights})
Invited by: ${inviter ?? 'somebody who has since left'}
Valid until: ${until}

Open this link to see the invite and to join:

${view.link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Join ${organization}</h1>
<p class="text" style="${mailStyle.text}">!${
        inviter === undefined ? 'You are invited' : markup`<strong>${inviter}</strong> invited you`
      } to join <strong>${organization}</strong> on FastLinkIt as <strong>${role}</strong> (${rights}).</p>
<p style="margin:24px 0"><a class="button" href="${view.link}" style="${mailStyle.button}">See the invite</a></p>
<p class="text" style="${mailStyle.text}">It is valid until <strong>${until}</strong>.</p>
<p class="quiet" style="${mailStyle.quiet}">If the button does not work, copy this address into your browser:<br>
<a class="link" href="${view.link}" style="${mailStyle.link}">${view.link}</a></p>`,
      footer: unexpected,
    }),
  };
}

/** The mail that proves the mailbox of somebody who came by a copied link. */
export function codeMail({
  organizationName,
  code,
}: {
  organizationName: string;
  code: string;
}): MailContent {
  const organization = plainName(organizationName);
  // The code stays out of the subject: that is shown on locked screens and written to logs.
  const subject = `Your code to join ${organization} on FastLinkIt`;
  const advice = `Somebody opened an invite link for this address and asked for a code. If it was not you, ignore this mail and give the code to nobody.`;
  return {
    subject,
    text: `Your code to join ${organization} on FastLinkIt:

${code}

Enter it on the invite page within ten minutes.

${advice}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Your code to join ${organization}</h1>
<p class="box" style="${mailStyle.code}">${code}</p>
<p class="text" style="${mailStyle.text}">Enter it on the invite page within <strong>ten minutes</strong>.</p>`,
      footer: advice,
    }),
  };
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
