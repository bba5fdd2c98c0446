import type { AssignableRole } from '#contract/member/model';
import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { plainName } from '../mail/plain-name.ts';
import { formatTime } from '../platform/text/format-time.ts';
import { markup } from '../platform/web-pages/html.ts';
import { roleLabels } from '../platform/text/role-labels.ts';
import type { InviterNotice } from './invite-mail-jobs.ts';

export interface ReminderView {
  organizationName: string;
  role: AssignableRole;
  expiresAt: string;
  /** The complete emailed link. */
  link: string;
}

/** The reminder to the invitee, two days before the invite expires. */
export function reminderMail(view: ReminderView): MailContent {
  const organization = plainName(view.organizationName);
  const role = roleLabels[view.role];
  const until = formatTime(view.expiresAt);
  const subject = `Your invitation to ${organization} on FastLinkIt expires soon`;
  const unexpected = "Don't want to join? You can ignore this email; we won't remind you again.";
  return {
    subject,
    text: `Your invitation to join ${organization} on FastLinkIt as an ${role} expires on ${until}.

View your invitation:

${view.link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Your invitation to ${organization} expires soon</h1>
<p class="text" style="${mailStyle.text}">Your invitation to join <strong>${organization}</strong> on FastLinkIt as an <strong>${role}</strong> expires on <strong>${until}</strong>.</p>
<p style="margin:24px 0"><a class="button" href="${view.link}" style="${mailStyle.button}">View invitation</a></p>
<p class="quiet" style="${mailStyle.quiet}">If the button doesn't work, copy this link into your browser:<br>
<a class="link" href="${view.link}" style="${mailStyle.link}">${view.link}</a></p>`,
      footer: unexpected,
    }),
  };
}

export interface InviterNoticeView {
  organizationName: string;
  email: string;
  /** Undefined: nobody with this address has an account. */
  inviteeName: string | undefined;
  role: AssignableRole;
  outcome: InviterNotice;
  /** The mail server's text, when the email failed. */
  error: string | null;
}

/** The email that tells the inviter what happened to an invite. */
export function inviterNoticeMail({
  organizationName,
  email,
  inviteeName,
  role,
  outcome,
  error,
}: InviterNoticeView): MailContent {
  const organization = plainName(organizationName);
  const name = inviteeName === undefined ? undefined : plainName(inviteeName);
  const invitee = name === undefined ? email : `${name} (${email})`;
  const what = {
    accepted: {
      subject: `${name ?? email} joined ${organization}`,
      sentence: `${invitee} joined ${organization} as an ${roleLabels[role]}.`,
    },
    declined: {
      subject: `${name ?? email} declined your invitation to ${organization}`,
      sentence: `${invitee} declined your invitation to ${organization}. The seat is free again.`,
    },
    failed: {
      subject: `Your invitation to ${email} couldn't be delivered`,
      sentence: `Your invitation for ${email} to join ${organization} couldn't be delivered. Check the address, then resend or revoke the invitation in FastLinkIt Admin.${error === null ? '' : ` Reason: ${plainName(error)}`}`,
    },
  }[outcome];
  const why = "You're receiving this email because you sent the invitation.";
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
