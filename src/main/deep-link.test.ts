import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLinkAmong, parseDeepLink } from './deep-link.ts';

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
  ])('leads %s to its place', (link, place) => {
    expect(parseDeepLink(link)).toEqual({ kind: 'place', place: { screen: 'organization', ...place } });
  });

  it('says of a place no more than the link does', () => {
    const { kind, ...rest } = parseDeepLink(`fastlinkit://organizations/${organizationId}/invites`);
    expect(kind).toBe('place');
    expect(rest).toStrictEqual({ place: { screen: 'organization', organizationId, tab: 'invites' } });
    expect(parseDeepLink(`fastlinkit://organizations/${organizationId}`)).toStrictEqual({
      kind: 'place',
      place: { screen: 'organization', organizationId },
    });
  });

  it('reads nothing of a link that is too long but its beginning', () => {
    const long = (first: string) => `fastlinkit://${first}/${'a'.repeat(600)}`;
    for (const first of ['organizations', 'support'] as const) {
      expect(parseDeepLink(long(first))).toEqual({ kind: 'unknown', about: first });
    }
    expect(parseDeepLink(long('elsewhere'))).toEqual({ kind: 'unknown', about: 'something else' });
    // As long as a link may be, and one longer: slashes at the end count too.
    const upTo = (length: number) => `fastlinkit://support/invite/${token}`.padEnd(length, '/');
    expect(parseDeepLink(upTo(513))).toEqual({ kind: 'unknown', about: 'support' });
  });

  it('takes the token of an invite page as it is', () => {
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
  ])('does not know %j', (link) => {
    expect(parseDeepLink(link)).toMatchObject({ kind: 'unknown' });
  });

  it('says what it did not know without repeating it', () => {
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

  it('makes of 10,000 odd links nothing but a known form, and nothing that could climb out of a path', () => {
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
          case 'place':
            expect(Object.values(parsed.place).every((part) => /^[\w-]{1,64}$/.test(part))).toBe(true);
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
    // A few seconds by itself; a machine that is busy may take longer.
  }, 60_000);
});

describe('deepLinkAmong', () => {
  const link = `fastlinkit://organizations/${organizationId}`;

  it('finds the link wherever it stands', () => {
    const args = ['/opt/app', '--enable-features=x', '.', '--', '--original-process-start-time=1'];
    const found = Array.from({ length: args.length }, (_, at) =>
      deepLinkAmong([...args.slice(0, at + 1), link, ...args.slice(at + 1)]),
    );
    expect(new Set(found.map((one) => one?.kind))).toEqual(new Set(['place']));
  });

  it('finds none where there is none', () => {
    expect(deepLinkAmong(['/opt/app', '.', `--open=${link}`, 'https://fastlinkit/'])).toBeUndefined();
    expect(deepLinkAmong([])).toBeUndefined();
  });

  it('does not choose between several', () => {
    expect(deepLinkAmong(['/opt/app', link, link])).toEqual({ kind: 'unknown', about: 'several links' });
  });
});
