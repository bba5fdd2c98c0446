import type { FieldError } from '#contract/problem';
import { minPasswordLength } from '#contract/session';
import { markup } from '../http/markup.ts';
import {
  errorOf,
  errorSummary,
  field,
  markedHeading,
  usernameForPasswordManagers,
} from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';

/** Asks for the address that the link is mailed to. */
export function forgotPasswordPage(errors: readonly FieldError[] = []): Page {
  const label = 'E-mail';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}Forgot your password?`,
    main: markup`!${errors.length === 0 ? '' : errorSummary('No mail was sent', errors, { email: label })}
<div class="close"><h1>Forgot your password?</h1><p class="quiet">We mail you a link with which you choose a new one.</p></div>
<form method="post" action="/Account/ForgotPassword">
!${field({
      name: 'email',
      label,
      type: 'email',
      autocomplete: 'email',
      error: errorOf(errors, 'email'),
    })}<button class="button">Send link</button>
</form>
<p class="small"><a href="/Account/Login">Back to sign-in</a></p>`,
  };
}

/** The same for every address, whether it has an account or not. */
export function resetAskedPage(email: string): Page {
  const title = 'Check your mailbox';
  return {
    title,
    main: markup`!${markedHeading('letter', title)}
<p>If there is an account for <strong>${email}</strong>, a mail with a link is on its way. The link serves once, within an hour.</p>
<p class="small quiet">No mail after some minutes? Look among the junk, and for a slip in the address. Then <a href="/Account/ForgotPassword">ask again</a>.</p>
<p><a class="button second" href="/Account/Login">Back to sign-in</a></p>`,
  };
}

export interface ResetPasswordView {
  token: string;
  /** Whose password it is. */
  email: string;
  errors?: readonly FieldError[];
}

/** Chooses a new password through the mailed link. */
export function resetPasswordPage({ token, email, errors = [] }: ResetPasswordView): Page {
  const label = 'New password';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}Choose a new password`,
    secretAddress: true,
    main: markup`!${errors.length === 0 ? '' : errorSummary('Your password is still the old one', errors, { password: label })}
<div class="close"><h1>Choose a new password</h1><p class="quiet">For <strong>${email}</strong>.</p></div>
<form method="post" action="/Account/ResetPassword?token=${encodeURIComponent(token)}">
!${usernameForPasswordManagers(email)}!${field({
      name: 'password',
      label,
      type: 'password',
      autocomplete: 'new-password',
      minLength: minPasswordLength,
      hint: `At least ${minPasswordLength} characters. A few words in a row will do.`,
      error: errorOf(errors, 'password'),
    })}<button class="button">Change password</button>
</form>`,
    footer: markup`Wherever this account is signed in, it will be signed out. You did not ask for this? Close this page: nothing happens.`,
  };
}

const resetOverTitle = 'This link no longer works';

/** A link that is unknown, was used or is too old. Which of them it is, nobody needs to know. */
export const resetOverPage: Page = {
  title: resetOverTitle,
  secretAddress: true,
  main: markup`!${markedHeading('bad', resetOverTitle)}
<p>A link to choose a new password serves once, within an hour. This one was used already, is too old, or was cut off on its way.</p>
<h2>What you can do</h2>
<p>Ask for a new link, and open the newest mail.</p>
<a class="button" href="/Account/ForgotPassword">Ask for a new link</a>
<a class="button second" href="/Account/Login">Go to sign-in</a>`,
};
