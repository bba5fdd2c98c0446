/** The release of this app and this server: what `package.json` says. A test compares them. */
export const release = '0.3.0';

/** Header of every answer: the release of the server. A server of release 0.1.0 does not send it. */
export const serverVersionHeader = 'FastLinkIt-Version';

/** Header of every request of the app: its release. */
export const appVersionHeader = 'FastLinkIt-App';

/**
 * What this release added and a client must not use before every server of an installation has it. A server names a
 * feature only as long as all live servers on its database have it.
 */
export const features = ['invites.check', 'password.confirmation'] as const satisfies readonly string[];

/** Something that a server of an earlier release cannot do. */
export type Feature = (typeof features)[number];

/**
 * Whether a server has what a later release than 0.1.0 added.
 *
 * @param serverFeatures what the server names; none for 0.1.0, which cannot be asked
 */
export function hasFeature(serverFeatures: readonly string[], feature: Feature): boolean {
  return serverFeatures.includes(feature);
}

/** How many minor releases back a server serves apps, and an app works with servers. */
const supportedMinors = 2;

export interface Release {
  major: number;
  minor: number;
  patch: number;
}

/**
 * Reads the number of a release.
 *
 * @param text as `0.2.0`; what follows the third number, as in `0.2.0-beta.1`, is ignored
 * @returns undefined for anything else
 */
export function parseRelease(text: string): Release | undefined {
  const parts = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\d.])/.exec(text);
  if (!parts) return undefined;
  const [major, minor, patch] = parts.slice(1).map(Number) as [number, number, number];
  return { major, minor, patch };
}

/** Negative when the first release is older, positive when it is newer, 0 when they are the same. */
export function compareReleases(one: Release, other: Release): number {
  return one.major - other.major || one.minor - other.minor || one.patch - other.patch;
}

/**
 * The oldest release that works with this one: two minor releases back. Before 1.0 there is one major release only, so
 * that a new major release must say here which minor releases came before it.
 */
export function oldestSupported({ major, minor }: Release): Release {
  return { major, minor: Math.max(0, minor - supportedMinors), patch: 0 };
}
