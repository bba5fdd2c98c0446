import { markup } from '../http/markup.ts';
import type { Page } from '../http/page.ts';

/** Where seats are not sold on the web: whom to ask, and what to tell them. */
export function askForSeatsPage(organizationId: string): Page {
  return {
    title: 'More seats',
    main: markup`<h1>More seats</h1>
<p>Seats are not sold online here. Ask FastLinkIt's support staff, or whoever runs this server for you, and tell them:</p>
<dl class="facts">
<div><dt>Organization</dt><dd><code>${organizationId}</code></dd></div>
<div><dt>Seats</dt><dd>how many you need in all, members and open invites together</dd></div>
</dl>
<p class="quiet">As soon as they have raised the number, the app shows the new seats by itself. A seat that nobody needs any more can be freed at once: revoke an invite or remove a member.</p>`,
  };
}
