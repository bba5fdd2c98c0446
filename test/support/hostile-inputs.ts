import fc from 'fast-check';
import type { DeedChannel } from '../../src/contract/admin-bridge.ts';

/**
 * What each channel takes, by name: odd values in the right places get further than odd values alone. The compiler
 * asks for a line for each channel that there is.
 */
const inputs: Record<DeedChannel, readonly string[]> = {
  'session.current': [],
  'session.signIn': ['server', 'email', 'password', 'totp'],
  'session.signOut': [],
  'session.openForgotPassword': ['server'],
  'session.list': [],
  'session.end': ['sessionId'],
  'session.endOthers': [],
  'session.changePassword': ['current', 'next'],
  'totp.current': [],
  'totp.create': [],
  'totp.confirm': ['code'],
  'totp.remove': ['password', 'code'],
  'apiKey.list': [],
  'apiKey.create': ['name', 'expiresAt', 'scopes'],
  'apiKey.delete': ['apiKeyId'],
  'organization.list': ['cursor', 'search', 'sort', 'filter'],
  'organization.get': ['organizationId'],
  'organization.create': ['name', 'description'],
  'organization.edit': ['organizationId', 'name', 'description', 'logoUrl', 'reminders'],
  'organization.openBilling': ['organizationId'],
  'inbox.list': ['cursor', 'kind'],
  'seat.history': ['organizationId', 'from', 'to'],
  'member.list': ['organizationId', 'cursor', 'search', 'role', 'sort'],
  'member.changeRole': ['organizationId', 'memberId', 'role'],
  'member.remove': ['organizationId', 'memberId', 'invites'],
  'member.transferOwnership': ['organizationId', 'memberId', 'password'],
  'member.exportCsv': ['organizationId'],
  'invite.list': ['organizationId', 'cursor', 'search', 'status', 'role', 'delivery', 'invitedBy', 'sort'],
  'invite.get': ['organizationId', 'inviteId'],
  'invite.create': ['organizationId', 'email', 'role'],
  'invite.createMany': ['organizationId', 'invites'],
  'invite.resend': ['organizationId', 'inviteId'],
  'invite.revoke': ['organizationId', 'inviteId'],
  'invite.swap': ['organizationId', 'inviteId', 'email', 'role'],
  'invite.copyLink': ['organizationId', 'inviteId'],
  'invite.openLink': ['organizationId', 'inviteId'],
  'activity.list': ['organizationId', 'cursor', 'search', 'type', 'actor', 'from', 'to'],
  'activity.exportCsv': ['organizationId', 'type', 'actor', 'from', 'to'],
  'lastData.current': [],
  'lastData.keep': ['userId', 'data'],
  'live.connection': [],
  'live.retry': [],
  'appearance.theme': [],
  'appearance.setTheme': ['theme'],
  'preferences.current': [],
  'preferences.set': ['notifications', 'dateFormat'],
  'window.reload': [],
  'window.drawn': [],
  'window.seen': [],
  'window.place': [],
  'window.openOrganization': ['organizationId'],
  'window.setBadge': ['count'],
  'file.saveText': ['suggestedName', 'text'],
  'app.about': [],
  'app.copyText': ['text'],
  'app.copyDiagnostics': [],
};

export const knownChannels = Object.keys(inputs) as DeedChannel[];

const oddWords = fc.constantFrom(
  '',
  '.',
  '..',
  '../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '\0',
  '\n',
  '\\',
  'me',
  'owner',
  'admin',
  'agent',
  'all',
  '__proto__',
  'constructor',
  "'; drop table users; --",
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'a@b.test',
  'a@b.test\r\nBcc: c@d.test',
  '2026-11-25T00:00:00Z',
  '+999999-12-31T00:00:00Z',
  '\ud800',
  '\u202e',
  '🙂'.repeat(50),
  'x'.repeat(100_000),
);
const oddText = fc.oneof(oddWords, fc.string(), fc.string({ unit: 'binary', maxLength: 30 }));
// What `postMessage` could not carry does not reach the bridge; it is refused in the page.
const anything = fc.anything({ withBigInt: true, maxDepth: 3, maxKeys: 6 });

/** A call of the bridge that no honest page would make. */
export interface HostileCall {
  channel: DeedChannel;
  input: unknown;
}

/**
 * @param organizationId of an organization that there is, so that some calls get as far as the server
 * @param seed the same gives the same calls
 */
export function hostileCalls(count: number, organizationId: string, seed: number): HostileCall[] {
  const id = fc.oneof(fc.constant(organizationId), fc.uuid(), oddText);
  const value = fc.oneof(oddText, id, anything, fc.array(fc.record({ email: oddText, role: oddText })));
  const call = fc.constantFrom(...knownChannels).chain((channel) => {
    const near = fc.record(
      Object.fromEntries(
        inputs[channel].map((name) => [name, name === 'organizationId' ? id : value] as const),
      ),
      { requiredKeys: [] },
    );
    return fc
      .oneof({ weight: 2, arbitrary: near }, { weight: 1, arbitrary: anything })
      .map((input) => ({ channel, input }));
  });
  return fc.sample(call.filter(isBearable(organizationId)), { numRuns: count, seed });
}

/** Leaves out what would do what it is for, and end the run: reload, sign out, a hundred windows. */
function isBearable(organizationId: string) {
  return ({ channel, input }: HostileCall): boolean => {
    switch (channel) {
      case 'window.reload':
      case 'session.signOut':
        return input !== undefined;
      case 'window.openOrganization': {
        const named = (input as { organizationId?: unknown } | null | undefined)?.organizationId;
        return typeof named !== 'string' || named === organizationId || !/^[\w-]{1,64}$/.test(named);
      }
      default:
        return true;
    }
  };
}

const pieces = fc.oneof(
  fc.constantFrom(
    'fastlinkit:',
    '//',
    '/',
    'organizations',
    'support',
    'invite',
    'invites',
    '..',
    '%2f',
    '%00',
  ),
  fc.constantFrom(
    '?',
    '#',
    '@',
    ':',
    '\\',
    '\0',
    '\n',
    ' ',
    '?server=https://evil.test',
    '--inspect',
    'id-1',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Arguments as the system might start the app with, one or two of them links. */
export function hostileLinks(count: number, seed: number): string[][] {
  const odd = fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join(''));
  const near = fc
    .tuple(fc.constantFrom('organizations', 'support/invite', 'Organizations', 'support'), odd)
    .map(([first, rest]) => `fastlinkit://${first}/${rest}`);
  const link = fc.oneof(near, odd, fc.constant(`fastlinkit://support/invite/${'a'.repeat(66)}`));
  return fc.sample(fc.array(link, { minLength: 1, maxLength: 2 }), { numRuns: count, seed });
}

const schemes = fc.constantFrom(
  'http',
  'https',
  'HTTPS',
  'file',
  'javascript',
  'data',
  'smb',
  'vscode',
  'ms-msdt',
  '',
);
const colons = fc.constantFrom(':', '://', ':///', ':\\\\', ':%2f%2f', '://user:pass@', '://\t');

/**
 * Addresses that a dishonest server or page might want to see opened.
 *
 * @param server the one that may be; some of them look like it
 */
export function hostileAddresses(count: number, server: string, seed: number): string[] {
  const { host, port } = new URL(server);
  const hosts = fc.constantFrom(
    host,
    `evil.test`,
    `${host}.evil.test`,
    `${host}@evil.test`,
    `[::1]:${port}`,
    '0x7f.1',
  );
  const address = fc.oneof(
    fc.tuple(schemes, colons, hosts, oddText).map((parts) => parts.join('')),
    fc.tuple(schemes, colons, oddText).map((parts) => parts.join('')),
    fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}${server}${after}`),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    oddText,
  );
  return fc.sample(address, { numRuns: count, seed });
}
