import { PassThrough } from 'node:stream';
import { createTransport } from 'nodemailer';
import pLimit from 'p-limit';
import type { Html } from '../platform/web-pages/html.ts';
import { parseSender } from './sender.ts';
import { classifySmtpError, noInternationalAddress, type SmtpFailure } from './smtp-errors.ts';
import { createExtensionReader } from './smtp-extensions.ts';
import { encodePart, isAscii } from './text-part.ts';

export interface MailMessage {
  /** One address in its normal form. */
  to: string;
  subject: string;
  text: string;
  html: Html;
  /** The same for each attempt, so that mail programs show an email once that arrives twice. */
  messageId: string;
}

/** The mail server did not take a message. */
export class MailDeliveryError extends Error {
  override name = 'MailDeliveryError';
  permanent: boolean;

  constructor({ permanent, message }: SmtpFailure) {
    super(message);
    this.permanent = permanent;
  }
}

export interface Mailer {
  /** Resolves once the mail server has accepted the message; rejects with MailDeliveryError. */
  send(message: MailMessage): Promise<void>;
  /**
   * Calls `message` when a connection is free, and sends what it returns; otherwise as `send`.
   *
   * @returns false when there was no message to send any longer
   */
  sendWhenFree(message: () => Promise<MailMessage | undefined>): Promise<boolean>;
  close(): Promise<void>;
}

export interface MailerSettings {
  /** `smtp://` or `smtps://`, validated by the configuration. */
  smtpUrl: string;
  /** `Name <address>` or an address. */
  from: string;
  /** How long one message may take in all, even while the mail server stays active. */
  deadlineMs?: number;
}

const defaultDeadlineMs = 60_000;
const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 20_000;
/** The number of connections to the mail server, and of messages per connection. */
export const connections = 10;
export const messagesOfConnection = 100;

/** A pool of connections to one mail server. */
export function createMailer({ smtpUrl, from, deadlineMs = defaultDeadlineMs }: MailerSettings): Mailer {
  const sender = parseSender(from);
  if (!sender) throw new TypeError('The sender is not an address.');
  const server = {
    ...serverOptions(new URL(smtpUrl)),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    // A mail server that does not close the connection must not delay the end of the process.
    socketCloseTimeout: 1_000,
  };
  const readExtensions = createExtensionReader(server);
  const transport = createTransport({
    pool: true,
    ...server,
    maxConnections: connections,
    maxMessages: messagesOfConnection,
    idleTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The pool replaces a connection that breaks while idle; one that breaks in use rejects its `send`.
  transport.on('error', () => undefined);
  // Built completely before it is sent: otherwise each part is a write to the socket, a dozen for each email.
  transport.use('stream', ({ message }, done) => {
    message.build((error, whole) => {
      message.createReadStream = () => new PassThrough().end(whole);
      done(error);
    });
  });
  const whenFree = pLimit(connections);

  /** What the mail server has to be able to do is asked only for an email that needs it. */
  async function extensionsFor({ to, text }: MailMessage): Promise<readonly string[]> {
    const isInternational = !isAscii(to.slice(0, to.lastIndexOf('@')));
    if (!isInternational && isAscii(text)) return [];
    const extensions = await readExtensions().catch((error: unknown) => {
      throw new MailDeliveryError(classifySmtpError(error, text));
    });
    // The library would send the address all the same, and each server does something else with it.
    if (isInternational && !extensions.includes('SMTPUTF8'))
      throw new MailDeliveryError({ permanent: true, message: noInternationalAddress });
    return extensions;
  }

  async function hand(message: MailMessage): Promise<void> {
    const { to, subject, text, html, messageId } = message;
    const extensions = await extensionsFor(message);
    const takes8Bit = extensions.includes('8BITMIME');
    // An object is used as it is; a string would be parsed, and could name further recipients.
    const recipient = { name: '', address: to };
    // AbortSignal.timeout() stays in memory until its time has come: 60,000 of them at a thousand emails a second.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      await transport.sendMail({
        from: sender,
        to: recipient,
        ...(takes8Bit ? { envelope: { from: sender, to: recipient, use8BitMime: true } } : {}),
        subject,
        text: encodePart('text/plain', text, takes8Bit),
        html: encodePart('text/html', html.toString(), takes8Bit),
        messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: deadline.signal,
      });
    } catch (error) {
      throw new MailDeliveryError(classifySmtpError(error, text));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    send: (message) => whenFree(() => hand(message)),
    sendWhenFree: (ask) =>
      whenFree(async () => {
        const message = await ask();
        if (message) await hand(message);
        return message !== undefined;
      }),
    close() {
      transport.close();
      return Promise.resolve();
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/**
 * How the connection is secured. `smtps:` is TLS from the first byte. With `smtp:` credentials are sent to another machine
 * over a verified STARTTLS only. Without credentials STARTTLS is used when it is offered, with any certificate: an attacker
 * who can forge the certificate can also remove the offer.
 */
function serverOptions(url: URL) {
  const secure = url.protocol === 'smtps:';
  const login = url.username !== '';
  const loopback = isLoopback(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : login ? 587 : 25) : Number(url.port),
    secure,
    ignoreTLS: !secure && loopback,
    requireTLS: !secure && login && !loopback,
    ...(!secure && !login ? { tls: { rejectUnauthorized: false } } : {}),
    ...(login
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
  };
}
