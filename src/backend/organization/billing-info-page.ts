import { markup } from '../platform/web-pages/html.ts';
import type { Page } from '../platform/web-pages/page.ts';

/** The page where seats are not sold online: it says whom to ask. */
export function askForSeatsPage(organizationId: string): Page {
  return {
    title: 'Get more seats',
    main: markup`<h1>Get more seats</h1>
<p>You can't buy seats online here. Contact FastLinkIt Support or your server administrator, and tell them:</p>
<dl class="facts">
<div><dt>Organization</dt><dd><code>${organizationId}</code></dd></div>
<div><dt>Seats</dt><dd>The total you need, for members and pending invitations</dd></div>
</dl>
<p class="quiet">The app shows the new seats as soon as they're added. To free up a seat now, revoke an invitation or remove a member.</p>`,
  };
}
