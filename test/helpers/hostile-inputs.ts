import fc from 'fast-check';
import { channelEndpoints } from '#contract/bridge/endpoints';
import { type InvokeChannel, invokeChannels, type NativeChannel } from '#contract/bridge/channels';

/**
 * What each native channel takes, by name: odd values in the right places get further than odd values alone. The
 * compiler asks for a line for each channel that there is.
 */
const nativeInputs: Record<NativeChannel, readonly string[]> = {
  'activity.exportCsv': ['organizationId', 'type', 'actor', 'from', 'to'],
  'app.about': [],
  'app.copyDiagnostics': [],
  'app.copyText': ['text'],
  'appearance.setTheme': ['theme'],
  'appearance.theme': [],
  'cacheSnapshot.load': [],
  'cacheSnapshot.save': ['userId', 'data'],
  'clock.dateLocale': [],
  'clock.offset': [],
  'file.saveText': ['suggestedName', 'text'],
  'invite.copyLink': ['organizationId', 'inviteId'],
  'draft.load': [],
  'draft.save': ['userId', 'form', 'values'],
  'invite.openLink': ['organizationId', 'inviteId'],
  'live.connection': [],
  'live.retry': [],
  'member.exportCsv': ['organizationId'],
  'organization.openBilling': ['organizationId'],
  'preferences.current': [],
  'preferences.set': ['notifications', 'dateFormat'],
  'proxy.signIn': ['proxy', 'username', 'password'],
  'session.current': [],
  'session.openForgotPassword': ['server'],
  'session.signIn': ['server', 'email', 'password', 'totp'],
  'session.signOut': [],
  'window.initialLocation': [],
  'window.openOrganization': ['organizationId'],
  'window.painted': [],
  'window.reload': [],
  'window.rendered': [],
  'window.setBadge': ['count'],
  'window.startOver': [],
  'work.current': [],
  'work.dismiss': ['runId'],
  'work.pause': ['runId'],
  'work.report': ['runId'],
  'work.resume': ['runId'],
  'work.retryFailed': ['runId'],
  'work.start': ['kind', 'rows'],
  'work.stop': ['runId'],
};

const inputs = new Map<InvokeChannel, readonly string[]>([
  ...channelEndpoints.map(
    ([channel, { params, query, body }]) =>
      [channel, [params, query, body].flatMap((schema) => Object.keys(schema?.shape ?? {}))] as const,
  ),
  ...(Object.entries(nativeInputs) as [NativeChannel, readonly string[]][]),
]);

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
  channel: InvokeChannel;
  input: unknown;
}

/**
 * @param organizationId of an organization that there is, so that some calls get as far as the server
 * @param seed the same gives the same calls
 */
export function hostileCalls(count: number, organizationId: string, seed: number): HostileCall[] {
  const id = fc.oneof(fc.constant(organizationId), fc.uuid(), oddText);
  const value = fc.oneof(oddText, id, anything, fc.array(fc.record({ email: oddText, role: oddText })));
  const call = fc.constantFrom(...invokeChannels).chain((channel) => {
    const near = fc.record(
      Object.fromEntries(
        (inputs.get(channel) ?? []).map((name) => [name, name === 'organizationId' ? id : value] as const),
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
      case 'window.startOver':
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

const cells = fc.oneof(
  oddText,
  fc.constantFrom(
    'email',
    'E-Mail',
    'Rolle',
    'Name',
    'Manager Email',
    'admin',
    'Owner',
    'n/a',
    '@',
    'mailto:',
  ),
  fc.constantFrom(
    'a@b.test',
    '"a@b.test',
    '<a@b.test>',
    'Doe, Jane <j@b.test>',
    'a@b.test; c@b.test',
    "'=1+1",
  ),
  fc.constantFrom('""', '"', "'", '\\"', '(', ')', '<', '>', '"'.repeat(5_000), '@'.repeat(5_000), '\ue000'),
);
const separatorsOfCells = fc.constantFrom(',', ';', '\t', '|', '\r', '\n', '\r\n', '\u2028', '\v', ' ', '');
const beginnings = fc.constantFrom(
  '',
  'email,role\n',
  '\ufeffE-Mail;Rolle\r\n',
  '"email\n',
  'sep=;\n',
  'sep="\n',
  'sep=\n',
);

/** Files that somebody might import: lists that are broken in every way, in every encoding, and no lists at all. */
export function hostileLists(count: number, seed: number): Uint8Array[] {
  const written = fc
    .tuple(beginnings, fc.array(fc.tuple(cells, separatorsOfCells), { maxLength: 40 }))
    .map(([first, parts]) => first + parts.flat().join(''));
  const encoded = fc
    .tuple(written, fc.constantFrom('utf8', 'utf16le', 'latin1'), fc.boolean())
    .map(([text, encoding, marked]) => Buffer.from(marked ? `\ufeff${text}` : text, encoding));
  const list = fc.oneof(
    { weight: 5, arbitrary: encoded },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }) },
  );
  return fc.sample(list, { numRuns: count, seed });
}
