import type { AssignableRole } from '#contract/member/model';
import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { plainName } from '../mail/plain-name.ts';
import { formatTime } from '../platform/text/format-time.ts';
import { markup } from '../platform/web-pages/html.ts';
import { roleLabels } from '../platform/text/role-labels.ts';
import { roleDescriptions } from './role-descriptions.ts';

export interface InviteMailView {
  organizationName: string;
  /** null when the inviter's account is gone. */
  inviterName: string | null;
  role: AssignableRole;
  expiresAt: string;
  /** The complete emailed link. */
  link: string;
  /** The address that it goes to. */
  email: string;
}

/** What people in a role do, as the end of "has invited you to …". */
const purposes: Record<AssignableRole, string> = {
  admin: 'help manage the team at',
  agent: 'help answer customers at',
};

/** The email with the invite link. User-chosen names are made safe before they are inserted. */
export function inviteMail(view: InviteMailView): MailContent {
  const organization = plainName(view.organizationName);
  const inviter = view.inviterName === null ? undefined : plainName(view.inviterName);
  const role = roleLabels[view.role];
  const rights = lowerFirst(roleDescriptions[view.role]);
  const purpose = purposes[view.role];
  const until = formatTime(view.expiresAt);
  const subject =
    inviter === undefined
      ? `You're invited to join ${organization} on FastLinkIt`
      : `${inviter} invited you to join ${organization} on FastLinkIt`;
  const unexpected = `Not expecting this? You can ignore this email; you won't be added unless you accept. Sent to ${view.email}`;
  return {
    subject,
    text: `${inviter === undefined ? "You're invited" : `${inviter} has invited you`} to ${purpose} ${organization}. FastLinkIt is where the team handles its tickets.

You'll join as an ${role}: ${rights}.
Valid until ${until}.

View your invitation:

${view.link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Join ${organization}</h1>
<p class="text" style="${mailStyle.text}">${
        inviter === undefined ? markup`You're invited` : markup`<strong>${inviter}</strong> has invited you`
      } to ${purpose} <strong>${organization}</strong>. FastLinkIt is where the team handles its tickets.</p>
<p class="text" style="${mailStyle.text}">You'll join as an <strong>${role}</strong>: ${rights}.</p>
<p style="margin:24px 0"><a class="button" href="${view.link}" style="${mailStyle.button}">View invitation</a></p>
<p class="text" style="${mailStyle.text}">Valid until <strong>${until}</strong>.</p>
<p class="quiet" style="${mailStyle.quiet}">If the button doesn't work, copy this link into your browser:<br>
<a class="link" href="${view.link}" style="${mailStyle.link}">${view.link}</a></p>`,
      footer: unexpected,
    }),
  };
}

/** The email with the code that proves the mailbox for a copied link. */
export function codeMail({
  organizationName,
  code,
}: {
  organizationName: string;
  code: string;
}): MailContent {
  const organization = plainName(organizationName);
  // The subject does not contain the code, because locked screens and logs show subjects.
  const subject = `Your code to join ${organization} on FastLinkIt`;
  const advice =
    "Someone opened an invitation link for this address and asked for a code. If it wasn't you, ignore this email and don't share the code.";
  return {
    subject,
    text: `Your code to join ${organization} on FastLinkIt:

${code}

Enter it on the invitation page within ten minutes.

${advice}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Your code to join ${organization}</h1>
<p class="box" style="${mailStyle.code}">${code}</p>
<p class="text" style="${mailStyle.text}">Enter it on the invitation page within <strong>ten minutes</strong>.</p>`,
      footer: advice,
    }),
  };
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
