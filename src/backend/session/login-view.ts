import { markup } from '../http/markup.ts';
import { errorSummary, field } from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';

export interface LoginView {
  /** A path on this host that `localPath` has let through. */
  returnUrl: string | undefined;
  email?: string | undefined;
  /** Why the last try failed. */
  refusal?: string | undefined;
}

/** Sign-in with e-mail and password. */
export function loginPage({ returnUrl, email, refusal }: LoginView): Page {
  const forInvite = returnUrl !== undefined && returnUrl.startsWith('/support/invite/');
  return {
    title: `${refusal === undefined ? '' : 'Error: '}Sign in`,
    main: markup`!${refusal === undefined ? '' : errorSummary(refusal)}
<div class="close"><h1>Sign in</h1><p class="quiet">${forInvite ? 'Then you can accept your invite.' : 'With your FastLinkIt account.'}</p></div>
<form method="post" action="/Account/Login">
!${returnUrl === undefined ? '' : markup`<input type="hidden" name="returnUrl" value="${returnUrl}">`}
!${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', value: email })}!${field({
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'current-password',
    })}<button class="button">Sign in</button>
</form>
!${forInvite ? markup`<p class="small quiet">No account yet? <a href="${returnUrl}">Go back to the invite</a> and create it there.</p>` : ''}`,
  };
}
