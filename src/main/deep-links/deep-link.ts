import type { AppLocation } from '#contract/bridge/types';

/** The scheme of the links that the system hands to the app. */
export const deepLinkScheme = 'fastlinkit';

/** What a link from outside asks for. It only navigates and never changes anything. */
export type DeepLink =
  | { kind: 'location'; location: AppLocation }
  /** The page where an invitee accepts, on the app's own server. A link never names a server. */
  | { kind: 'invite-page'; token: string }
  /** `about`: what the link is about, for the log. It repeats none of the link's text. */
  | { kind: 'unknown'; about: 'organizations' | 'support' | 'several links' | 'something else' };

const maxLength = 512;
const id = '[\\w-]{1,64}';
const anyLink = new RegExp(`^${deepLinkScheme}:`, 'i');
const organizationLink = new RegExp(
  `^${deepLinkScheme}://organizations/(?<organizationId>${id})(?<tab>/invites(/(?<inviteId>${id}))?)?/?$`,
  'i',
);
const invitePageLink = new RegExp(`^${deepLinkScheme}://support/invite/(?<token>[\\w-]{1,256})/?$`, 'i');
const start = new RegExp(`^${deepLinkScheme}://(?<first>organizations|support)(/|$)`, 'i');

/** Parses a link. Any link that does not match a known form exactly is `unknown`. */
export function parseDeepLink(link: string): DeepLink {
  if (link.length > maxLength) return { kind: 'unknown', about: aboutOf(link) };
  const token = invitePageLink.exec(link)?.groups?.['token'];
  if (token !== undefined) return { kind: 'invite-page', token };
  const { organizationId, tab, inviteId } = organizationLink.exec(link)?.groups ?? {};
  if (organizationId === undefined) return { kind: 'unknown', about: aboutOf(link) };
  const location: AppLocation = {
    screen: 'organization',
    organizationId,
    ...(tab === undefined ? {} : { tab: 'invites' }),
    ...(inviteId === undefined ? {} : { inviteId }),
  };
  return { kind: 'location', location };
}

/**
 * Finds the link in the arguments that the app was started with. Chromium may have moved it to any position.
 *
 * @returns undefined when there is none; `unknown` when there is more than one
 */
export function findDeepLink(args: readonly string[]): DeepLink | undefined {
  const [link, ...more] = args.filter((arg) => anyLink.test(arg));
  if (link === undefined) return undefined;
  return more.length === 0 ? parseDeepLink(link) : { kind: 'unknown', about: 'several links' };
}

function aboutOf(link: string): 'organizations' | 'support' | 'something else' {
  const first = start.exec(link.slice(0, maxLength))?.groups?.['first']?.toLowerCase();
  return first === 'organizations' || first === 'support' ? first : 'something else';
}
