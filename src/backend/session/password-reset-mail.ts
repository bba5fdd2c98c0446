import { markup } from '../http/markup.ts';
import { momentInWords } from '../http/moment.ts';
import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';

/** The mail that lets somebody choose a new password. */
export function passwordResetMail({ link, expiresAt }: { link: string; expiresAt: string }): MailContent {
  const subject = 'Choose a new FastLinkIt password';
  const until = momentInWords(expiresAt);
  const unexpected = 'You did not ask for this? Ignore it: your password stays as it is.';
  return {
    subject,
    text: `Somebody asked for a new password for your FastLinkIt account.

Open this link to choose one. It serves once, until ${until}:

${link}

${unexpected}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">Choose a new password</h1>
<p class="text" style="${mailStyle.text}">Somebody asked for a new password for your FastLinkIt account.</p>
<p style="margin:24px 0"><a class="button" href="${link}" style="${mailStyle.button}">Choose a password</a></p>
<p class="text" style="${mailStyle.text}">The link serves once, until <strong>${until}</strong>.</p>
<p class="quiet" style="${mailStyle.quiet}">If the button does not work, copy this address into your browser:<br>
<a class="link" href="${link}" style="${mailStyle.link}">${link}</a></p>`,
      footer: unexpected,
    }),
  };
}
