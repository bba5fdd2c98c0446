import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDeepLink, parseDeepLink } from './deep-link.ts';

const organizationId = '01932b5c-7d1a-7e0f-8a55-3f0c2b9d1e44';
const inviteId = '01932b5c-7d1a-7e0f-8a55-3f0c2b9d1e45';
const token = 'AZMrXH0afg-KVT8MK50eRAFj0m6yq4Xc9n1cG2Zb7yQxkS3vLpWm_w8dT5hUoRaE4g';

describe('parseDeepLink', () => {
  it.each([
    [`fastlinkit://organizations/${organizationId}`, { organizationId }],
    [`fastlinkit://organizations/${organizationId}/`, { organizationId }],
    [`FastLinkIt://Organizations/${organizationId}`, { organizationId }],
    [`fastlinkit://organizations/${organizationId}/invites`, { organizationId, tab: 'invites' }],
    [
      `fastlinkit://organizations/${organizationId}/invites/${inviteId}`,
      { organizationId, tab: 'invites', inviteId },
    ],
  ])('parses %s to its location', (link, location) => {
    expect(parseDeepLink(link)).toEqual({
      kind: 'location',
      location: { screen: 'organization', ...location },
    });
  });

  it('returns a location with the fields of the link only', () => {
    const { kind, ...rest } = parseDeepLink(`fastlinkit://organizations/${organizationId}/invites`);
    expect(kind).toBe('location');
    expect(rest).toStrictEqual({ location: { screen: 'organization', organizationId, tab: 'invites' } });
    expect(parseDeepLink(`fastlinkit://organizations/${organizationId}`)).toStrictEqual({
      kind: 'location',
      location: { screen: 'organization', organizationId },
    });
  });

  it('rejects a link that is too long, and reports only what it is about', () => {
    const long = (first: string) => `fastlinkit://${first}/${'a'.repeat(600)}`;
    for (const first of ['organizations', 'support'] as const) {
      expect(parseDeepLink(long(first))).toEqual({ kind: 'unknown', about: first });
    }
    expect(parseDeepLink(long('elsewhere'))).toEqual({ kind: 'unknown', about: 'something else' });
    // One character longer than allowed: slashes at the end count too.
    const upTo = (length: number) => `fastlinkit://support/invite/${token}`.padEnd(length, '/');
    expect(parseDeepLink(upTo(513))).toEqual({ kind: 'unknown', about: 'support' });
  });

  it('returns the token of an invite page unchanged', () => {
    expect(parseDeepLink(`fastlinkit://support/invite/${token}`)).toEqual({ kind: 'invite-page', token });
  });

  it.each([
    '',
    'fastlinkit:',
    'fastlinkit://',
    'fastlinkit://organizations',
    'fastlinkit://organizations/',
    `fastlinkit:organizations/${organizationId}`,
    `fastlinkit:///organizations/${organizationId}`,
    `fastlinkit://organizations//${organizationId}`,
    `fastlinkit://organizations/../support`,
    `fastlinkit://organizations/%2e%2e`,
    `fastlinkit://organizations/${organizationId}/members`,
    `fastlinkit://organizations/${organizationId}/invites/${inviteId}/revoke`,
    `fastlinkit://organizations/${organizationId}?server=https://evil.test`,
    `fastlinkit://organizations/${organizationId}#x`,
    `fastlinkit://evil.test@organizations/${organizationId}`,
    `fastlinkit://organizations:80/${organizationId}`,
    `fastlinkit://organizations/${organizationId}\n`,
    `fastlinkit://organizations/${'a'.repeat(65)}`,
    `fastlinkit://support/invite/`,
    `fastlinkit://support/invite/${token}/accept`,
    `fastlinkit://support/invite/${token}?server=https://evil.test`,
    `fastlinkit://support/invite/..%2f..%2flogin`,
    `fastlinkit://support/invite/${'a'.repeat(257)}`,
    `https://organizations/${organizationId}`,
    ` fastlinkit://organizations/${organizationId}`,
  ])('rejects %j as unknown', (link) => {
    expect(parseDeepLink(link)).toMatchObject({ kind: 'unknown' });
  });

  it('reports what an unknown link is about without repeating it', () => {
    for (const link of [
      `fastlinkit://support/invite/${token}/accept`,
      `fastlinkit://${token}`,
      `fastlinkit://organizations/${token}/${token}`,
    ]) {
      expect(JSON.stringify(parseDeepLink(link))).not.toContain(token);
    }
    expect(parseDeepLink(`fastlinkit://support/${token}`)).toEqual({ kind: 'unknown', about: 'support' });
    expect(parseDeepLink(`fastlinkit://supporter`)).toEqual({ kind: 'unknown', about: 'something else' });
  });

  it('parses 10,000 random links to known forms only, with ids that are safe in a path', () => {
    const piece = fc.oneof(
      fc.constantFrom('fastlinkit:', '//', '/', 'organizations', 'support', 'invite', 'invites', '..', '%2f'),
      fc.constantFrom('?', '#', '@', ':', '\\', '\0', '\n', ' ', 'https://evil.test', organizationId, token),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const odd = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
    const near = fc
      .tuple(fc.constantFrom('organizations', 'support/invite'), odd)
      .map(([first, rest]) => `fastlinkit://${first}/${rest}`);
    fc.assert(
      fc.property(fc.oneof(odd, near), (link) => {
        const parsed = parseDeepLink(link);
        switch (parsed.kind) {
          case 'location':
            expect(Object.values(parsed.location).every((part) => /^[\w-]{1,64}$/.test(part))).toBe(true);
            break;
          case 'invite-page':
            expect(parsed.token).toMatch(/^[\w-]{1,256}$/);
            break;
          case 'unknown':
            expect(['organizations', 'support', 'something else']).toContain(parsed.about);
        }
      }),
      { numRuns: 10_000 },
    );
    // A few seconds by itself; a busy machine needs longer.
  }, 60_000);
});

describe('findDeepLink', () => {
  const link = `fastlinkit://organizations/${organizationId}`;

  it('finds the link at any position of the arguments', () => {
    const args = ['/opt/app', '--enable-features=x', '.', '--', '--original-process-start-time=1'];
    const found = Array.from({ length: args.length }, (_, at) =>
      findDeepLink([...args.slice(0, at + 1), link, ...args.slice(at + 1)]),
    );
    expect(new Set(found.map((one) => one?.kind))).toEqual(new Set(['location']));
  });

  it('finds no link among other arguments', () => {
    expect(findDeepLink(['/opt/app', '.', `--open=${link}`, 'https://fastlinkit/'])).toBeUndefined();
    expect(findDeepLink([])).toBeUndefined();
  });

  it('rejects several links as unknown', () => {
    expect(findDeepLink(['/opt/app', link, link])).toEqual({ kind: 'unknown', about: 'several links' });
  });
});
