import type { Membership, User } from '#contract/session';
import { markup } from '../http/markup.ts';
import { named } from '../http/page-parts.ts';
import type { Page } from '../http/page.ts';
import { roleNames } from '../http/role-names.ts';

/** Who is signed in, and where they belong. */
export function accountPage(user: User, memberships: readonly Membership[]): Page {
  const rows = memberships.map(
    ({ organizationName, role }) =>
      markup`<li><span>!${named(organizationName)}</span><span>${roleNames[role]}</span></li>`,
  );
  return {
    title: 'Your account',
    main: markup`<div class="close"><h1>!${named(`${user.firstName} ${user.lastName}`)}</h1><p class="quiet">You are signed in as ${user.email}.</p></div>
<h2>Your organizations</h2>
!${
      rows.length === 0
        ? markup`<p class="quiet">You are in no organization. Ask somebody who manages one to invite ${user.email}.</p>`
        : markup`<ul class="rows">!${rows}</ul>`
    }
<form method="post" action="/Account/Logout"><button class="button second">Sign out</button></form>`,
  };
}
