import type { FieldError } from '#contract/problem';
import { markup } from '../http/markup.ts';
import { errorOf, errorSummary, field } from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';

export interface LoginView {
  /** A path on this host that `localPath` has let through. */
  returnUrl: string | undefined;
  email?: string | undefined;
  /** Why the last try failed. */
  refusal?: string | undefined;
  /** They come from choosing a new password. */
  passwordChanged?: boolean;
}

/** Sign-in with e-mail and password. */
export function loginPage({ returnUrl, email, refusal, passwordChanged = false }: LoginView): Page {
  const forInvite = isForInvite(returnUrl);
  return {
    title: `${refusal === undefined ? '' : 'Error: '}Sign in`,
    main: markup`!${refusal === undefined ? '' : errorSummary(refusal)}!${
      passwordChanged && refusal === undefined
        ? markup`<p class="notice good" role="status">Your password has been changed. Sign in with the new one.</p>`
        : ''
    }
<div class="close"><h1>Sign in</h1><p class="quiet">${forInvite ? 'Then you can accept your invite.' : 'With your FastLinkIt account.'}</p></div>
<form method="post" action="/Account/Login">
!${hiddenReturnUrl(returnUrl)}
!${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', value: email })}!${field({
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'current-password',
    })}<button class="button">Sign in</button>
</form>
<p class="small"><a href="/Account/ForgotPassword">Forgot password?</a></p>
!${forInvite ? markup`<p class="small quiet">No account yet? <a href="${returnUrl}">Go back to the invite</a> and create it there.</p>` : ''}`,
  };
}

export interface CodeView {
  /** A path on this host that `localPath` has let through. */
  returnUrl: string | undefined;
  /** Whose password was right. */
  email: string;
  /** They have no authenticator at hand: a phone then shows letters. */
  recovery: boolean;
  errors?: readonly FieldError[];
}

/** The second half of signing in where two-factor sign-in is on: the code alone, the password was right. */
export function codePage({ returnUrl, email, recovery, errors = [] }: CodeView): Page {
  const label = recovery ? 'Recovery code' : 'Code';
  const heading = recovery ? 'Enter a recovery code' : 'Enter your code';
  return {
    title: `${errors.length === 0 ? '' : 'Error: '}${heading}`,
    main: markup`!${errors.length === 0 ? '' : errorSummary('You are not signed in yet', errors, { totp: label })}
<div class="close"><h1>${heading}</h1><p class="quiet">Your password was right. This account asks for a code as well.</p></div>
<form method="post" action="${codeAddress(recovery)}">
!${hiddenReturnUrl(returnUrl)}
!${field({
      name: 'email',
      label: 'E-mail',
      type: 'email',
      autocomplete: 'username',
      value: email,
      readonly: true,
    })}!${field({
      name: 'totp',
      label,
      autocomplete: recovery ? 'off' : 'one-time-code',
      keys: recovery ? 'text' : 'numeric',
      maxLength: 100,
      autofocus: true,
      hint: recovery
        ? 'One of those that you kept when you turned on two-factor sign-in. Each serves once.'
        : 'The 6 digits that your authenticator app shows now. A recovery code serves too.',
      error: errorOf(errors, 'totp'),
    })}<button class="button">Sign in</button>
</form>
<p class="small"><a href="${withReturnUrl(codeAddress(!recovery), returnUrl)}">${
      recovery ? 'Enter a code of the authenticator app' : 'Enter a recovery code'
    }</a></p>
<p class="small quiet">Not ${email}? <a href="${withReturnUrl('/Account/Login', returnUrl)}">Sign in with another account</a></p>`,
  };
}

/** Where the code is asked for. */
export function codeAddress(recovery: boolean): string {
  return recovery ? '/Account/Login/Code?with=recovery' : '/Account/Login/Code';
}

/** An address that goes on to another one. */
export function withReturnUrl(path: string, returnUrl: string | undefined): string {
  if (returnUrl === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}returnUrl=${encodeURIComponent(returnUrl)}`;
}

function hiddenReturnUrl(returnUrl: string | undefined): string {
  return returnUrl === undefined ? '' : markup`<input type="hidden" name="returnUrl" value="${returnUrl}">`;
}

function isForInvite(returnUrl: string | undefined): boolean {
  return returnUrl !== undefined && returnUrl.startsWith('/support/invite/');
}
