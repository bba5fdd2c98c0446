import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseSender } from './mail/sender.ts';

/** The settings of a server. They are validated completely before anything else starts. */
export interface Config {
  database: { kind: 'embedded'; dataDir: string } | { kind: 'external'; url: string };
  /** Undefined: the address that the server listens on. */
  publicUrl: string | undefined;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Undefined: the local mailbox of the demo. */
  smtpUrl: string | undefined;
  mailFrom: string;
  billingUrl: string | undefined;
  /** Undefined: no metrics. */
  metricsPort: number | undefined;
  trustedProxies: string[];
  /** Requests a minute for each caller. */
  rateLimit: number;
  /** How many invite emails one organization, and one inviter, may send within 24 hours. */
  sendsPerDay: number;
  /** Seals the key in the database. Undefined: generated once, and stored in the data folder. */
  secret: Buffer | undefined;
  /** The secret before, while it is being changed. */
  previousSecret: Buffer | undefined;
  /** The demo data that an empty database is filled with. */
  demo: 'small' | 'large' | undefined;
}

/** The server cannot start with a setting or flag. The message is one line that names it and says what to do. */
export class SettingError extends Error {
  override name = 'SettingError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The default sender of a demo's emails; `.test` is a reserved domain. */
const demoMailFrom = 'FastLinkIt <no-reply@fastlinkit.test>';
const minSecretBytes = 32;

/**
 * Reads the settings from the environment and the flags from the command line.
 *
 * @param argv the arguments after the script's name
 * @throws SettingError for the first one that is missing, malformed or unknown
 */
export function readConfig(environment: Environment, argv: readonly string[]): Config {
  const demo = readFlags(argv);
  const setting = (name: string) => environment[name]?.trim() || undefined;
  const database = readDatabase(setting);
  const smtpUrl = smtpUrlSetting('FASTLINKIT_SMTP_URL', setting);
  if (smtpUrl === undefined && demo === undefined) {
    throw new SettingError(
      'FASTLINKIT_SMTP_URL is missing: set it to the mail server, for example smtp://user:password@mail.example.com:587, or start with --demo to use a local mailbox.',
    );
  }
  const secret = secretSetting('FASTLINKIT_SECRET', setting);
  if (secret === undefined && database.kind === 'external') {
    throw new SettingError(
      'FASTLINKIT_SECRET is missing: with FASTLINKIT_DATABASE_URL every server needs the same secret, for example the output of "openssl rand -base64 32".',
    );
  }
  const host = hostSetting('FASTLINKIT_HOST', setting) ?? '127.0.0.1';
  const publicUrl = publicUrlSetting('FASTLINKIT_PUBLIC_URL', setting);
  if (publicUrl === undefined && smtpUrl !== undefined && !isLoopback(host)) {
    throw new SettingError(
      'FASTLINKIT_PUBLIC_URL is missing: without it the links in emails lead to this machine only. Set it to the address at which people reach the server, for example https://fastlinkit.example.com.',
    );
  }
  return {
    database,
    publicUrl,
    host,
    port: portSetting('FASTLINKIT_PORT', setting) ?? 4600,
    smtpUrl,
    mailFrom: mailFromSetting('FASTLINKIT_MAIL_FROM', setting, demo !== undefined),
    billingUrl: webUrlSetting('FASTLINKIT_BILLING_URL', setting)?.href,
    metricsPort: metricsPortSetting(setting),
    trustedProxies: networksSetting('FASTLINKIT_TRUSTED_PROXIES', setting),
    rateLimit: countSetting('FASTLINKIT_RATE_LIMIT', setting) ?? 1200,
    sendsPerDay: countSetting('FASTLINKIT_SENDS_PER_DAY', setting) ?? 5000,
    secret,
    previousSecret: secretSetting('FASTLINKIT_SECRET_PREVIOUS', setting),
    demo,
  };
}

type Setting = (name: string) => string | undefined;

function malformed(name: string, what: string): SettingError {
  return new SettingError(`${name} is not ${what}.`);
}

function readFlags(argv: readonly string[]): Config['demo'] {
  const demo = argv[0];
  if (demo === undefined) return undefined;
  if (argv.length === 1 && demo === '--demo') return 'small';
  if (argv.length === 1 && demo === '--demo=large') return 'large';
  const unknown = argv.find((argument) => !/^--demo(=large)?$/.test(argument)) ?? argv.join(' ');
  throw new SettingError(
    `${JSON.stringify(unknown)} is not known: the only flag is --demo, or --demo=large; everything else is set by FASTLINKIT_… environment variables.`,
  );
}

function readDatabase(setting: Setting): Config['database'] {
  const name = 'FASTLINKIT_DATABASE_URL';
  const value = setting(name);
  if (value === undefined) {
    return { kind: 'embedded', dataDir: resolve(setting('FASTLINKIT_DATA_DIR') ?? defaultDataDir(setting)) };
  }
  requireNoHash(name, value);
  const url = URL.parse(value);
  const reachable = url !== null && (url.hostname !== '' || url.searchParams.has('host'));
  if (url === null || !reachable || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw malformed(name, 'an address like postgres://user:password@db.example.com:5432/fastlinkit');
  }
  return { kind: 'external', url: value };
}

/**
 * A # in a password ends the address. The message does not repeat the address, which has the password in it.
 *
 * @throws SettingError
 */
function requireNoHash(name: string, value: string): void {
  if (!value.includes('#')) return;
  throw new SettingError(`${name} contains an unescaped #. Write %23 for a # in the password.`);
}

/** Whether only this machine can reach an address to listen at. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function defaultDataDir(setting: Setting): string {
  if (process.platform === 'win32') {
    return join(setting('LOCALAPPDATA') ?? join(homedir(), 'AppData', 'Local'), 'FastLinkIt', 'Backend');
  }
  if (process.getuid?.() === 0) return '/var/lib/fastlinkit';
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', 'FastLinkIt Backend');
  }
  return join(setting('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'fastlinkit');
}

function smtpUrlSetting(name: string, setting: Setting): string | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  requireNoHash(name, value);
  if (/%(?![0-9a-f]{2})/i.test(value)) {
    throw new SettingError(
      `${name} contains a % that isn't part of an escape sequence. Write %25 for a literal %.`,
    );
  }
  const url = URL.parse(value);
  const plain = url !== null && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (!plain || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw malformed(
      name,
      'an address like smtp://user:password@mail.example.com:587, or smtps://… for TLS from the first byte',
    );
  }
  return value;
}

function mailFromSetting(name: string, setting: Setting, demo: boolean): string {
  const value = setting(name) ?? (demo ? demoMailFrom : undefined);
  if (value === undefined) {
    throw new SettingError(
      `${name} is missing: set it to the sender of the invites, for example "FastLinkIt <invites@example.com>".`,
    );
  }
  if (!parseSender(value)) throw malformed(name, 'a sender like "FastLinkIt <invites@example.com>"');
  return value;
}

function webUrlSetting(name: string, setting: Setting): URL | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw malformed(name, 'a web address like https://fastlinkit.example.com');
  }
  return url;
}

function publicUrlSetting(name: string, setting: Setting): string | undefined {
  const url = webUrlSetting(name, setting);
  if (url === undefined) return undefined;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw malformed(name, 'a web address without a path, like https://fastlinkit.example.com');
  }
  return url.origin;
}

function hostSetting(name: string, setting: Setting): string | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value) && !/^[\d.]+$/.test(value);
  if (isIP(value) === 0 && !isName) {
    throw malformed(name, 'an address to listen at, like 127.0.0.1, 0.0.0.0 or ::');
  }
  return value;
}

function wholeNumber(value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
}

function portSetting(name: string, setting: Setting): number | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  const port = wholeNumber(value);
  if (!(port <= 65_535)) throw malformed(name, 'a port from 1 to 65535, or 0 for any free one');
  return port;
}

function metricsPortSetting(setting: Setting): number | undefined {
  const port = portSetting('FASTLINKIT_METRICS_PORT', setting);
  if (port !== undefined && port !== 0 && port === (portSetting('FASTLINKIT_PORT', setting) ?? 4600)) {
    throw new SettingError(
      'FASTLINKIT_METRICS_PORT is the same as FASTLINKIT_PORT: metrics need a port of their own.',
    );
  }
  return port;
}

function countSetting(name: string, setting: Setting): number | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  const count = wholeNumber(value);
  if (!(count >= 1 && count <= 1_000_000_000)) throw malformed(name, 'a whole number from 1 to 1000000000');
  return count;
}

function networksSetting(name: string, setting: Setting): string[] {
  const networks = (setting(name) ?? '')
    .split(',')
    .map((network) => network.trim())
    .filter((network) => network !== '');
  for (const network of networks) {
    const [address = '', prefix, ...rest] = network.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const prefixFits = prefix === undefined || wholeNumber(prefix) <= bits;
    if (bits < 0 || !prefixFits || rest.length > 0) {
      throw malformed(name, 'a list of networks like 10.0.0.0/8, 192.168.1.7, fd00::/8');
    }
  }
  return networks;
}

function secretSetting(name: string, setting: Setting): Buffer | undefined {
  const value = setting(name);
  if (value === undefined) return undefined;
  const secret = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) ? Buffer.from(value, 'base64') : Buffer.alloc(0);
  if (secret.length < minSecretBytes) {
    throw malformed(
      name,
      `${minSecretBytes} or more bytes in base64, for example the output of "openssl rand -base64 32"`,
    );
  }
  return secret;
}
