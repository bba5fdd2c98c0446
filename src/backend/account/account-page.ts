import type { Membership, User } from '#contract/account/api';
import { markup } from '../platform/web-pages/html.ts';
import { named } from '../platform/web-pages/page-parts.ts';
import type { Page } from '../platform/web-pages/page.ts';
import { roleLabels } from '../platform/text/role-labels.ts';
import type { Written } from '#contract/open-enum';

/** Shows the signed-in user and their organizations. */
export function accountPage(user: User, memberships: readonly Written<Membership>[]): Page {
  const rows = memberships.map(
    ({ organizationName, role }) =>
      markup`<li><span>${named(organizationName)}</span><span>${roleLabels[role]}</span></li>`,
  );
  return {
    title: 'Your account',
    main: markup`<div class="close"><h1>${named(`${user.firstName} ${user.lastName}`)}</h1><p class="quiet">You're signed in as ${user.email}.</p></div>
<h2>Your organizations</h2>
${
  rows.length === 0
    ? markup`<p class="quiet">You're not in an organization yet. Ask an admin to invite ${user.email}.</p>`
    : markup`<ul class="rows">${rows}</ul>`
}
<form method="post" action="/Account/Logout"><button class="button second">Sign out</button></form>`,
  };
}
