import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { formatTime } from '../platform/text/format-time.ts';
import { markup } from '../platform/web-pages/html.ts';

/** The email with the link for choosing a new password. */
export function passwordResetMail({ link, expiresAt }: { link: string; expiresAt: string }): MailContent {
  const subject = 'Reset your FastLinkIt password';
  const until = formatTime(expiresAt);
  const unexpected = "Didn't request this? You can ignore this email; your password won't change.";
  return {
    subject,
    text: `We received a request to reset your password.

Open this link to choose a new one. It works once and expires on ${until}:

${link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Reset your password</h1>
<p class="text" style="${mailStyle.text}">We received a request to reset your password.</p>
<p style="margin:24px 0"><a class="button" href="${link}" style="${mailStyle.button}">Choose a new password</a></p>
<p class="text" style="${mailStyle.text}">The link works once and expires on <strong>${until}</strong>.</p>
<p class="quiet" style="${mailStyle.quiet}">If the button doesn't work, copy this link into your browser:<br>
<a class="link" href="${link}" style="${mailStyle.link}">${link}</a></p>`,
      footer: unexpected,
    }),
  };
}
