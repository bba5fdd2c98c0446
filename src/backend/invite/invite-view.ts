import type { AssignableRole, Role } from '#contract/member';
import type { FieldError } from '#contract/problem';
import { minPasswordLength } from '#contract/session';
import { markup } from '../http/markup.ts';
import { momentInWords } from '../http/moment.ts';
import {
  errorOf,
  errorSummary,
  field,
  initials,
  markedHeading,
  named,
  usernameForPasswordManagers,
} from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';
import { roleNames } from '../http/role-names.ts';
import { roleRights } from './role-rights.ts';

/** What the pages of an open invite show. */
export interface InviteView {
  /** The page's own address, `/support/invite/{token}`. */
  path: string;
  email: string;
  role: AssignableRole;
  expiresAt: string;
  inviterName: string | null;
  organization: { name: string; description: string };
}

/** What was typed and is given back when something was not accepted. Never the password. */
export interface RegistrationView {
  values?: { firstName?: string | undefined; lastName?: string | undefined; code?: string | undefined };
  errors?: readonly FieldError[];
  /** What did not happen, above the errors. */
  refusal?: string;
  /** The link came by other ways than the mail: the form asks for the mailed code. */
  withCode: boolean;
  /** The code has just been sent. */
  codeSent?: boolean;
}

const labels = {
  email: 'E-mail',
  code: 'Code',
  firstName: 'First name',
  lastName: 'Last name',
  password: 'Password',
};

/** No account yet: the form that makes one and joins in one go. */
export function registrationPage(
  invite: InviteView,
  {
    values = {},
    errors = [],
    refusal = 'You have not joined yet',
    withCode,
    codeSent = false,
  }: RegistrationView,
): Page {
  const failed = errors.length > 0;
  const email = field({
    name: 'email',
    label: labels.email,
    type: 'email',
    autocomplete: 'email',
    value: invite.email,
    readonly: true,
    hint: 'From the invite; it cannot be changed.',
    error: errorOf(errors, 'email'),
  });
  const code = field({
    name: 'code',
    label: labels.code,
    autocomplete: 'one-time-code',
    value: values.code,
    digits: 6,
    hint: `The 6 digits that we mailed to ${invite.email}. They are good for ten minutes.`,
    error: errorOf(errors, 'code'),
  });
  const firstName = field({
    name: 'firstName',
    label: labels.firstName,
    autocomplete: 'given-name',
    value: values.firstName,
    maxLength: 100,
    error: errorOf(errors, 'firstName'),
  });
  const lastName = field({
    name: 'lastName',
    label: labels.lastName,
    autocomplete: 'family-name',
    value: values.lastName,
    maxLength: 100,
    error: errorOf(errors, 'lastName'),
  });
  const password = field({
    name: 'password',
    label: labels.password,
    type: 'password',
    autocomplete: 'new-password',
    minLength: minPasswordLength,
    hint: `At least ${minPasswordLength} characters. A few words in a row will do.`,
    error: errorOf(errors, 'password'),
  });
  return {
    title: `${failed ? 'Error: ' : ''}Join ${invite.organization.name}`,
    main: markup`!${failed ? errorSummary(refusal, errors, labels) : ''}!${
      codeSent && !failed
        ? markup`<p class="notice good" role="status">We have sent a 6-digit code to <strong>${invite.email}</strong>.</p>`
        : ''
    }
!${heading(invite)}
!${facts(invite)}
<form method="post" action="${invite.path}/register">
!${email}!${usernameForPasswordManagers(invite.email)}!${withCode ? code : ''}<div class="pair">!${firstName}!${lastName}</div>!${password}<button class="button">Create account and join</button>
</form>
!${
      withCode
        ? markup`<form class="small quiet" method="post" action="${invite.path}/code">No mail? Look among the junk, or <button class="plain">send a new code</button></form>`
        : ''
    }`,
    footer: unexpected(invite),
  };
}

/** A copied link proves no mailbox: first a code is mailed, when the person asks for it. */
export function codePage(invite: InviteView): Page {
  return {
    title: `Join ${invite.organization.name}`,
    main: markup`!${heading(invite)}
!${facts(invite)}
<p>This link did not come by mail, so we first make sure that <strong>${invite.email}</strong> is yours: we mail you a 6-digit code, then you create your account.</p>
<form method="post" action="${invite.path}/code"><button class="button">Send code</button></form>
<p class="small"><a href="${invite.path}?code=enter">I have a code</a></p>`,
    footer: unexpected(invite),
  };
}

/** The address has an account, and nobody is signed in. */
export function signInPage(invite: InviteView, refusal?: string): Page {
  return {
    title: `Join ${invite.organization.name}`,
    main: markup`!${refusal === undefined ? '' : errorSummary(refusal)}
!${heading(invite)}
!${facts(invite)}
<p><strong>${invite.email}</strong> has a FastLinkIt account. Sign in with it to accept or decline.</p>
<a class="button" href="/Account/Login?returnUrl=${encodeURIComponent(invite.path)}">Sign in</a>`,
    footer: unexpected(invite),
  };
}

/** The invitee is signed in. */
export function choicePage(invite: InviteView): Page {
  return {
    title: `Join ${invite.organization.name}`,
    main: markup`!${heading(invite)}
!${facts(invite)}
<div class="row two">
<form method="post" action="${invite.path}/accept"><button class="button">Accept</button></form>
<form method="post" action="${invite.path}/decline"><button class="button second">Decline</button></form>
</div>`,
    footer: markup`<form method="post" action="/Account/Logout"><input type="hidden" name="returnUrl" value="${invite.path}">You are signed in as ${invite.email}. Not you? <button class="plain">Sign in as a different user</button></form>`,
  };
}

/** Somebody else is signed in. Nothing about the invite changes. */
export function wrongAccountPage(invite: InviteView, signedInAs: string, accountExists: boolean): Page {
  const sender =
    invite.inviterName === null
      ? named(invite.organization.name)
      : markup`!${named(invite.inviterName)} of !${named(invite.organization.name)}`;
  return {
    title: 'This invite is for somebody else',
    main: markup`!${markedHeading('person', 'This invite is for somebody else')}
<p>!${sender} sent it to <strong>${invite.email}</strong>, and you are signed in as <strong>${signedInAs}</strong>. The invite is untouched.</p>
<form method="post" action="/Account/Logout"><input type="hidden" name="returnUrl" value="${invite.path}"><button class="button">Sign in as a different user</button></form>
<p class="small quiet">This signs ${signedInAs} out of this browser. ${
      accountExists
        ? `Sign in as ${invite.email} then, and you are back here.`
        : `There is no account for ${invite.email} yet: the next page leads back to the invite, where you create it.`
    }</p>`,
  };
}

/** The invitee is a member now. */
export function joinedPage(organization: { name: string }, role: Role, email: string): Page {
  return {
    title: `You are a member of ${organization.name}`,
    main: markup`!${markedHeading('good', markup`You are a member of !${named(organization.name)}`)}
<p>Your role is <strong>${roleNames[role]}</strong>, and you are signed in as <strong>${email}</strong>.</p>
<p class="quiet">That is all. From now on sign in with this address wherever you use FastLinkIt, in the browser or in the app.</p>
<a class="button" href="/Account">Go to your account</a>`,
  };
}

function heading({ organization, inviterName }: InviteView): string {
  const invited = inviterName === null ? 'You are invited' : markup`!${named(inviterName)} invited you`;
  return markup`<div class="group">!${initials(organization.name)}<div><h1>Join !${named(organization.name)}</h1><p class="quiet">!${invited}</p></div></div>
!${organization.description === '' ? '' : markup`<p class="said" dir="auto">${organization.description}</p>`}`;
}

function facts({ role, expiresAt }: InviteView): string {
  return markup`<dl class="facts">
<div><dt>Your role</dt><dd><span>${roleNames[role]}</span><small>${roleRights[role]}</small></dd></div>
<div><dt>Valid until</dt><dd><time datetime="${expiresAt}">${momentInWords(expiresAt)}</time></dd></div>
</dl>`;
}

function unexpected({ email }: InviteView): string {
  return markup`This invite was sent to ${email}. You did not expect it? Close this page: nothing happens unless you join.`;
}
