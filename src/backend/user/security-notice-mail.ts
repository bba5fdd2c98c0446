import { mailStyle, renderMail, type MailContent } from '../mail/mail-layout.ts';
import { plainName } from '../mail/plain-name.ts';
import { formatTime } from '../platform/text/format-time.ts';
import { markup } from '../platform/web-pages/html.ts';
import type { SecurityChange } from './security-notice.ts';

interface SecurityNoticeView {
  change: SecurityChange;
  at: string;
  /** The name of a new API key. */
  keyName: string | undefined;
  /** The page where a new password can be asked for. */
  resetUrl: string;
}

/** What happened, in a subject and a sentence, and what to do about it if it was somebody else. */
function wordsOf({ change, at, keyName = '' }: SecurityNoticeView) {
  const when = formatTime(at);
  switch (change) {
    case 'api_key_created':
      return {
        subject: 'An API key was created for your FastLinkIt account',
        sentence: `The API key “${plainName(keyName)}” was created on ${when}. Scripts that have it can act as you.`,
        remedy: 'Revoke the key in FastLinkIt Admin under Settings, then reset your password.',
      };
    case 'two_factor_on':
      return {
        subject: 'Two-factor sign-in was turned on',
        sentence: `Two-factor sign-in was turned on for your FastLinkIt account on ${when}. From now on you need a code from your authenticator app to sign in.`,
        remedy: 'Reset your password, then contact FastLinkIt Support.',
      };
    case 'two_factor_off':
      return {
        subject: 'Two-factor sign-in was turned off',
        sentence: `Two-factor sign-in was turned off for your FastLinkIt account on ${when}. You now sign in with just your password.`,
        remedy: 'Reset your password, then turn two-factor sign-in on again.',
      };
    case 'password_changed':
      return {
        subject: 'Your FastLinkIt password was changed',
        sentence: `Your password was changed on ${when}, and you were signed out on your other devices.`,
        remedy: 'Reset your password to sign everyone else out.',
      };
  }
}

/** The email about a change to an account that outlasts the session it was made in. */
export function securityNoticeMail(view: SecurityNoticeView): MailContent {
  const { subject, sentence, remedy } = wordsOf(view);
  const why = "You're receiving this email because it's about the security of your account.";
  return {
    subject,
    text: `${sentence}

If that was you, there's nothing to do.

Wasn't you? ${remedy}

${view.resetUrl}

${why}
`,
    html: renderMail({
      title: subject,
      main: markup`<h1 class="text" style="${mailStyle.heading}">${subject}</h1>
<p class="text" style="${mailStyle.text}">${sentence}</p>
<p class="text" style="${mailStyle.text}">If that was you, there's nothing to do.</p>
<p class="text" style="${mailStyle.text}"><strong>Wasn't you?</strong> ${remedy}</p>
<p style="margin:24px 0"><a class="button" href="${view.resetUrl}" style="${mailStyle.button}">Reset password</a></p>`,
      footer: why,
    }),
  };
}
