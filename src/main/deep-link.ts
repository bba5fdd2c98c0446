import type { Place } from '#contract/admin-bridge';

/** The scheme that the system hands over to the app. */
export const deepLinkScheme = 'fastlinkit';

/** What a link from outside asks for: to go somewhere, never to do something. */
export type DeepLink =
  | { kind: 'place'; place: Place }
  /** The page where an invitee accepts, on the server that the app knows: a link names none. */
  | { kind: 'invite-page'; token: string }
  /** `about`: what it was about, as far as it can be told without repeating a stranger's words. */
  | { kind: 'unknown'; about: 'organizations' | 'support' | 'several links' | 'something else' };

const maxLength = 512;
const id = '[\\w-]{1,64}';
const anyLink = new RegExp(`^${deepLinkScheme}:`, 'i');
const organizationLink = new RegExp(
  `^${deepLinkScheme}://organizations/(?<organizationId>${id})(?<tab>/invites(/(?<inviteId>${id}))?)?/?$`,
  'i',
);
const invitePageLink = new RegExp(`^${deepLinkScheme}://support/invite/(?<token>[\\w-]{1,256})/?$`, 'i');
const beginning = new RegExp(`^${deepLinkScheme}://(?<first>organizations|support)(/|$)`, 'i');

/** Reads one link. Whatever is not exactly one of the known forms is `unknown`. */
export function parseDeepLink(link: string): DeepLink {
  if (link.length > maxLength) return { kind: 'unknown', about: aboutOf(link) };
  const token = invitePageLink.exec(link)?.groups?.['token'];
  if (token !== undefined) return { kind: 'invite-page', token };
  const { organizationId, tab, inviteId } = organizationLink.exec(link)?.groups ?? {};
  if (organizationId === undefined) return { kind: 'unknown', about: aboutOf(link) };
  const place: Place = {
    screen: 'organization',
    organizationId,
    ...(tab === undefined ? {} : { tab: 'invites' }),
    ...(inviteId === undefined ? {} : { inviteId }),
  };
  return { kind: 'place', place };
}

/**
 * Finds the link among the arguments that the app was started with, wherever Chromium has put it.
 *
 * @returns undefined when there is none; `unknown` when there is more than one
 */
export function deepLinkAmong(args: readonly string[]): DeepLink | undefined {
  const [link, ...more] = args.filter((arg) => anyLink.test(arg));
  if (link === undefined) return undefined;
  return more.length === 0 ? parseDeepLink(link) : { kind: 'unknown', about: 'several links' };
}

function aboutOf(link: string): 'organizations' | 'support' | 'something else' {
  const first = beginning.exec(link.slice(0, maxLength))?.groups?.['first']?.toLowerCase();
  return first === 'organizations' || first === 'support' ? first : 'something else';
}
