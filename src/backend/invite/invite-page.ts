import { minPasswordLength } from '#contract/account/model';
import { isolate } from '#contract/isolate';
import type { AssignableRole, Role } from '#contract/member/model';
import { maxNameLength } from '#contract/name';
import type { FieldError } from '#contract/problem';
import { formatTime } from '../platform/text/format-time.ts';
import { markup, type Html } from '../platform/web-pages/html.ts';
import {
  errorOf,
  errorSummary,
  field,
  initials,
  markedHeading,
  named,
  usernameForPasswordManagers,
} from '../platform/web-pages/page-parts.ts';
import type { Page } from '../platform/web-pages/page.ts';
import { plainName } from '../mail/plain-name.ts';
import { roleLabels } from '../platform/text/role-labels.ts';
import { roleDescriptions } from './role-descriptions.ts';

/** The content of the pages of an open invite. */
export interface InviteView {
  /** The path of the page, `/support/invite/{token}`. */
  path: string;
  email: string;
  role: AssignableRole;
  expiresAt: string;
  inviterName: string | null;
  organization: { name: string; description: string };
}

/** The input to show again after an error; never the password. */
export interface RegistrationView {
  values?: { firstName?: string | undefined; lastName?: string | undefined; code?: string | undefined };
  errors?: readonly FieldError[];
  /** The heading of the errors. */
  refusal?: string;
  /** Whether the form asks for an emailed code, because the link was copied. */
  withCode: boolean;
  /** Whether the code has just been sent. */
  codeSent?: boolean;
}

const labels = {
  email: 'Email',
  code: 'Code',
  firstName: 'First name',
  lastName: 'Last name',
  password: 'Password',
};

/** The address has no account: the form creates one and joins. */
export function registrationPage(
  invite: InviteView,
  {
    values = {},
    errors = [],
    refusal = errors.some(({ path }) => path !== '') ? 'Please fix this to join' : "You haven't joined yet",
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
    hint: `The invitation is for this address. Need another? Ask ${whomToAsk(invite)}.`,
    error: errorOf(errors, 'email'),
  });
  const code = field({
    name: 'code',
    label: labels.code,
    autocomplete: 'one-time-code',
    value: values.code,
    digits: true,
    hint: `The 6 digits we emailed to ${invite.email}. They expire after ten minutes.`,
    error: errorOf(errors, 'code'),
  });
  const firstName = field({
    name: 'firstName',
    label: labels.firstName,
    autocomplete: 'given-name',
    value: values.firstName,
    maxLength: maxNameLength,
    error: errorOf(errors, 'firstName'),
  });
  const lastName = field({
    name: 'lastName',
    label: `${labels.lastName} (optional)`,
    autocomplete: 'family-name',
    value: values.lastName,
    optional: true,
    maxLength: maxNameLength,
    error: errorOf(errors, 'lastName'),
  });
  const password = field({
    name: 'password',
    label: labels.password,
    type: 'password',
    autocomplete: 'new-password',
    minLength: minPasswordLength,
    hint: `At least ${minPasswordLength} characters. A few unrelated words work well.`,
    error: errorOf(errors, 'password'),
  });
  return {
    title: `${failed ? 'Error: ' : ''}Join ${isolate(invite.organization.name)}`,
    main: markup`${failed ? errorSummary(refusal, errors, labels) : ''}${
      codeSent && !failed
        ? markup`<p class="notice good" role="status">We've emailed a 6-digit code to <strong>${invite.email}</strong>.</p>`
        : ''
    }
${heading(invite)}
${facts(invite)}
<form method="post" action="${invite.path}/register">
${email}${usernameForPasswordManagers(invite.email)}${withCode ? code : ''}<div class="pair">${firstName}${lastName}</div>${password}<button class="button">Create account and join</button>
</form>
${
  withCode
    ? markup`<form class="small quiet" method="post" action="${invite.path}/code">No email? Check spam, or <button class="plain">send a new code</button></form>`
    : ''
}`,
    footer: unexpected(invite),
  };
}

/** The page of a copied link, which offers to email a code. */
export function codePage(invite: InviteView): Page {
  return {
    title: `Join ${isolate(invite.organization.name)}`,
    main: markup`${heading(invite)}
${facts(invite)}
<p>Because this link was shared with you directly, we'll first check that <strong>${invite.email}</strong> is your address. We'll email you a 6-digit code.</p>
<form method="post" action="${invite.path}/code"><button class="button">Send code</button></form>
<p class="small"><a href="${invite.path}?code=enter">I have a code</a></p>`,
    footer: unexpected(invite),
  };
}

/** The address has an account, and the browser is not signed in. */
export function signInPage(invite: InviteView, refusal?: string): Page {
  return {
    title: `Join ${isolate(invite.organization.name)}`,
    main: markup`${refusal === undefined ? '' : errorSummary(refusal)}
${heading(invite)}
${facts(invite)}
<p><strong>${invite.email}</strong> already has a FastLinkIt account. Sign in to accept or decline.</p>
<a class="button" href="/Account/Login?returnUrl=${encodeURIComponent(invite.path)}">Sign in</a>`,
    footer: unexpected(invite),
  };
}

/** The invitee is signed in. */
export function choicePage(invite: InviteView): Page {
  return {
    title: `Join ${isolate(invite.organization.name)}`,
    main: markup`${heading(invite)}
${facts(invite)}
<div class="row two">
<form method="post" action="${invite.path}/accept"><button class="button">Accept</button></form>
<form method="post" action="${invite.path}/decline"><button class="button second">Decline</button></form>
</div>`,
    footer: markup`<form method="post" action="/Account/Logout"><input type="hidden" name="returnUrl" value="${invite.path}">You're signed in as ${invite.email}. Not you? <button class="plain">Sign in as a different user</button></form>`,
  };
}

/** Another user is signed in. */
export function wrongAccountPage(invite: InviteView, signedInAs: string, accountExists: boolean): Page {
  const sender =
    invite.inviterName === null
      ? named(invite.organization.name)
      : markup`${named(invite.inviterName)} from ${named(invite.organization.name)}`;
  return {
    title: 'This invitation is for someone else',
    main: markup`${markedHeading('person', 'This invitation is for someone else')}
<p>${sender} sent it to <strong>${invite.email}</strong>, but you're signed in as <strong>${signedInAs}</strong>.</p>
<form method="post" action="/Account/Logout"><input type="hidden" name="returnUrl" value="${invite.path}"><button class="button">Sign in as a different user</button></form>
<p class="small quiet">This signs out ${signedInAs} in this browser. ${
      accountExists
        ? `Once you've signed in as ${invite.email}, we'll bring you back here.`
        : `There's no account for ${invite.email} yet. On the next page, go back to the invitation to create one.`
    }</p>`,
  };
}

/** The invitee has become a member. */
export function joinedPage(organization: { name: string }, role: Role, email: string): Page {
  return {
    title: `Welcome to ${isolate(organization.name)}!`,
    main: markup`${markedHeading('good', markup`Welcome to ${named(organization.name)}!`)}
<p>Your role is <strong>${roleLabels[role]}</strong>, and you're signed in as <strong>${email}</strong>.</p>
<p class="quiet">From now on, use this address to sign in to FastLinkIt, in your browser or in the app.</p>
<a class="button" href="/Account">Go to your account</a>`,
  };
}

function heading({ organization, inviterName }: InviteView): Html {
  const invited = inviterName === null ? markup`You're invited` : markup`${named(inviterName)} invited you`;
  return markup`<div class="group">${initials(organization.name)}<div><h1>Join ${named(organization.name)}</h1><p class="quiet">${invited}</p></div></div>
${organization.description === '' ? '' : markup`<p class="said" dir="auto">${organization.description}</p>`}`;
}

function facts({ role, expiresAt }: InviteView): Html {
  return markup`<dl class="facts">
<div><dt>Your role</dt><dd><span>${roleLabels[role]}</span><small>${roleDescriptions[role]}</small></dd></div>
<div><dt>Valid until</dt><dd><time datetime="${expiresAt}">${formatTime(expiresAt)}</time></dd></div>
</dl>`;
}

/** Who can invite another address. As plain text: a hint takes no markup that would isolate a name. */
function whomToAsk({ inviterName }: InviteView): string {
  return inviterName === null ? 'an admin of the organization' : plainName(inviterName);
}

function unexpected({ email }: InviteView): Html {
  return markup`This invitation was sent to ${email}. Not expecting it? You can close this page; you won't be added unless you accept.`;
}
