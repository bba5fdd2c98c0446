import { minPasswordLength } from '#contract/account/model';
import type { FieldError } from '#contract/problem';
import { markup } from '../platform/web-pages/html.ts';
import {
  checkbox,
  errorOf,
  errorSummary,
  field,
  markedHeading,
  usernameForPasswordManagers,
} from '../platform/web-pages/page-parts.ts';
import type { Page } from '../platform/web-pages/page.ts';
import { withReturnUrl } from '../platform/web-pages/return-url.ts';

export interface ForgotPasswordView {
  /** A path that `localPath` has validated. */
  returnUrl?: string | undefined;
  email?: string | undefined;
  errors?: readonly FieldError[];
}

/** The form for the address that the link is emailed to. */
export function forgotPasswordPage({ returnUrl, email, errors = [] }: ForgotPasswordView): Page {
  const label = 'Email';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}Forgot your password?`,
    main: markup`${errors.length === 0 ? '' : errorSummary("We couldn't send the link", errors, { email: label })}
<div class="close"><h1>Forgot your password?</h1><p class="quiet">We'll email you a link to choose a new one.</p></div>
<form method="post" action="${withReturnUrl('/Account/ForgotPassword', returnUrl)}">
${field({
  name: 'email',
  label,
  type: 'email',
  autocomplete: 'email',
  value: email,
  error: errorOf(errors, 'email'),
})}<button class="button">Send link</button>
</form>
<p class="small"><a href="${withReturnUrl('/Account/Login', returnUrl)}">Back to sign-in</a></p>`,
  };
}

/** The same page for every address, with or without an account. */
export function resetAskedPage(email: string, returnUrl?: string): Page {
  const title = 'Check your email';
  return {
    title,
    main: markup`${markedHeading('letter', title)}
<p>If <strong>${email}</strong> has an account, we've sent a link to choose a new password. The link works once and expires in an hour.</p>
<p class="small quiet">No email after a few minutes? Check your spam folder and the spelling of the address, then <a href="${withReturnUrl('/Account/ForgotPassword', returnUrl)}">request a new link</a>.</p>
<p><a class="button second" href="${withReturnUrl('/Account/Login', returnUrl)}">Back to sign-in</a></p>`,
  };
}

/** The name of the box that revokes API keys. */
export const revokeApiKeysField = 'revokeApiKeys';

export interface ResetPasswordView {
  token: string;
  /** The address of the account. */
  email: string;
  /** A path that `localPath` has validated. */
  returnUrl?: string | undefined;
  /** How many API keys the form offers to revoke. */
  apiKeys: number;
  /** Whether it is ticked that they are revoked. */
  revokesApiKeys: boolean;
  errors?: readonly FieldError[];
}

/** The form for a new password, behind the emailed link. */
export function resetPasswordPage(view: ResetPasswordView): Page {
  const { token, email, returnUrl, apiKeys, revokesApiKeys, errors = [] } = view;
  const label = 'New password';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}Choose a new password`,
    secretAddress: true,
    main: markup`${errors.length === 0 ? '' : errorSummary("Your password hasn't changed yet", errors, { password: label })}
<div class="close"><h1>Choose a new password</h1><p class="quiet">For <strong>${email}</strong>.</p></div>
<form method="post" action="${withReturnUrl(`/Account/ResetPassword?token=${encodeURIComponent(token)}`, returnUrl)}">
${usernameForPasswordManagers(email)}${field({
      name: 'password',
      label,
      type: 'password',
      autocomplete: 'new-password',
      minLength: minPasswordLength,
      hint: `At least ${minPasswordLength} characters. A few unrelated words work well.`,
      error: errorOf(errors, 'password'),
    })}${
      apiKeys === 0
        ? ''
        : checkbox({
            name: revokeApiKeysField,
            label: `Also revoke your ${apiKeys === 1 ? 'API key' : `${apiKeys} API keys`}`,
            hint: 'Scripts that use them stop working. Keep this checked if someone else may have used your account.',
            checked: revokesApiKeys,
          })
    }<button class="button">Change password</button>
</form>`,
    footer: markup`Changing your password signs you out on all your devices. Didn't request this? Close this page and your password stays the same.`,
  };
}

const resetOverTitle = 'This link no longer works';

/** The page of a link that is unknown, used or expired; it does not say which. */
export const resetOverPage: Page = {
  title: resetOverTitle,
  secretAddress: true,
  main: markup`${markedHeading('bad', resetOverTitle)}
<p>Password links work once and expire after an hour. This one has already been used, has expired or was cut off.</p>
<h2>What you can do</h2>
<p>Request a new link, then open the latest email.</p>
<a class="button" href="/Account/ForgotPassword">Request a new link</a>
<a class="button second" href="/Account/Login">Go to sign-in</a>`,
};
