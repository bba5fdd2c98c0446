import type { FieldError } from '#contract/problem';
import { markup } from '../platform/web-pages/html.ts';
import { errorOf, errorSummary, field, markedHeading } from '../platform/web-pages/page-parts.ts';
import type { Page } from '../platform/web-pages/page.ts';
import { hiddenReturnUrl, withReturnUrl } from '../platform/web-pages/return-url.ts';

export interface SignInView {
  /** A path that `localPath` has validated. */
  returnUrl: string | undefined;
  email?: string | undefined;
  /** Why the last try failed. */
  refusal?: string | undefined;
  /** The user has just chosen a new password. */
  passwordChanged?: boolean;
}

/** The form for email and password. */
export function signInPage({ returnUrl, email, refusal, passwordChanged = false }: SignInView): Page {
  const forInvite = isForInvite(returnUrl);
  return {
    title: `${refusal === undefined ? '' : 'Error: '}Sign in`,
    main: markup`${refusal === undefined ? '' : errorSummary(refusal)}${
      passwordChanged && refusal === undefined
        ? markup`<p class="notice good" role="status">Your password has been changed. Sign in with your new password.</p>`
        : ''
    }
<div class="close"><h1>Sign in</h1><p class="quiet">${forInvite ? "We'll take you back to your invitation." : 'Use your FastLinkIt account.'}</p></div>
<form method="post" action="/Account/Login">
${hiddenReturnUrl(returnUrl)}
${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'email', value: email })}${field({
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'current-password',
    })}<button class="button">Sign in</button>
</form>
<p class="small"><a href="${withReturnUrl('/Account/ForgotPassword', returnUrl)}">Forgot password?</a></p>
${forInvite ? markup`<p class="small quiet">No account yet? <a href="${returnUrl}">Go back to the invitation</a> to create one.</p>` : ''}`,
  };
}

export interface CodeView {
  /** A path that `localPath` has validated. */
  returnUrl: string | undefined;
  /** The address of the account whose password was right. */
  email: string;
  /** The form is for a recovery code: a phone then shows letters. */
  recovery: boolean;
  errors?: readonly FieldError[];
}

/** The form for the code alone, after the password was right. */
export function codePage({ returnUrl, email, recovery, errors = [] }: CodeView): Page {
  const label = recovery ? 'Recovery code' : 'Code';
  const heading = recovery ? 'Use a recovery code' : 'Two-factor sign-in';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}${heading}`,
    main: markup`${errors.length === 0 ? '' : errorSummary("We couldn't sign you in", errors, { totp: label })}
<div class="close"><h1>${heading}</h1><p class="quiet">${recovery ? 'Enter one of the recovery codes you saved.' : 'Enter the code from your authenticator app.'}</p></div>
<form method="post" action="${codeAddress(recovery)}">
${hiddenReturnUrl(returnUrl)}
${field({
  name: 'email',
  label: 'Email',
  type: 'email',
  autocomplete: 'username',
  value: email,
  readonly: true,
})}${field({
      name: 'totp',
      label,
      autocomplete: recovery ? 'off' : 'one-time-code',
      keys: recovery ? 'text' : 'numeric',
      maxLength: 100,
      autofocus: true,
      hint: recovery
        ? 'You got these when you turned on two-factor sign-in. Each works once.'
        : '6 digits. A recovery code works too.',
      error: errorOf(errors, 'totp'),
    })}<button class="button">Sign in</button>
</form>
<p class="small"><a href="${withReturnUrl(codeAddress(!recovery), returnUrl)}">${
      recovery ? 'Use your authenticator app' : 'Use a recovery code'
    }</a></p>
<p class="small quiet">Not ${email}? <a href="${withReturnUrl('/Account/Login', returnUrl)}">Use a different account</a></p>`,
  };
}

/** The path of the page for the code. */
export function codeAddress(recovery: boolean): string {
  return recovery ? '/Account/Login/Code?with=recovery' : '/Account/Login/Code';
}

function isForInvite(returnUrl: string | undefined): boolean {
  return returnUrl !== undefined && returnUrl.startsWith('/support/invite/');
}

const cookiesTitle = 'Cookies are blocked';

/** The browser has not kept the cookie of a sign-in that succeeded. */
export function cookiesBlockedPage(returnUrl: string | undefined): Page {
  return {
    title: cookiesTitle,
    main: markup`${markedHeading('bad', cookiesTitle)}
<p>Your browser is blocking cookies for this site, so you can't stay signed in.</p>
<h2>What you can do</h2>
<p>Allow cookies for this site or use another browser, then sign in.</p>
<a class="button" href="${withReturnUrl('/Account/Login', returnUrl)}">Sign in</a>`,
  };
}
