import type { AssignableRole } from '#contract/member';
import { markup } from '../http/markup.ts';
import { momentInWords } from '../http/moment.ts';
import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { plainName } from '../mail/plain-name.ts';
import type { InviteOutcome } from './invite-job.ts';
import { roleNames } from '../http/role-names.ts';

export interface ReminderView {
  organizationName: string;
  role: AssignableRole;
  expiresAt: string;
  /** The mailed link, whole. */
  link: string;
}

/** The one reminder that an invitee gets, two days before the invite expires. */
export function reminderMail(view: ReminderView): MailContent {
  const organization = plainName(view.organizationName);
  const role = roleNames[view.role];
  const until = momentInWords(view.expiresAt);
  const subject = `Your invite to ${organization} on FastLinkIt expires soon`;
  const unexpected = 'You do not want to join? Ignore this mail: there will be no other reminder.';
  return {
    subject,
    text: `Your invite to join ${organization} on FastLinkIt as ${role} is valid until ${until}.

Open this link to see the invite and to join:

${view.link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Your invite to ${organization} expires soon</h1>
<p class="text" style="${mailStyle.text}">You are invited to join <strong>${organization}</strong> on FastLinkIt as <strong>${role}</strong>, until <strong>${until}</strong>.</p>
<p style="margin:24px 0"><a class="button" href="${view.link}" style="${mailStyle.button}">See the invite</a></p>
<p class="quiet" style="${mailStyle.quiet}">If the button does not work, copy this address into your browser:<br>
<a class="link" href="${view.link}" style="${mailStyle.link}">${view.link}</a></p>`,
      footer: unexpected,
    }),
  };
}

export interface OutcomeView {
  organizationName: string;
  email: string;
  outcome: InviteOutcome;
  /** The mail server's words, when the mail could not be delivered. */
  error: string | null;
}

/** Tells the inviter what became of an invite. */
export function outcomeMail({ organizationName, email, outcome, error }: OutcomeView): MailContent {
  const organization = plainName(organizationName);
  const what = {
    accepted: {
      subject: `${email} joined ${organization}`,
      sentence: `${email} accepted your invite and is a member of ${organization} now.`,
    },
    declined: {
      subject: `${email} declined your invite to ${organization}`,
      sentence: `${email} declined your invite to ${organization}. The seat is free again.`,
    },
    failed: {
      subject: `Your invite to ${email} could not be delivered`,
      sentence: `Your invite to ${organization} for ${email} could not be delivered${error === null ? '' : `: ${plainName(error)}`}. Look whether the address is right, and resend or revoke the invite in FastLinkIt Admin.`,
    },
  }[outcome];
  const why = 'You get this mail because you sent the invite.';
  return {
    subject: what.subject,
    text: `${what.sentence}

${why}
`,
    html: renderMail({
      title: what.subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">${what.subject}</h1>
<p class="text" style="${mailStyle.text}">${what.sentence}</p>`,
      footer: why,
    }),
  };
}
