import { PassThrough } from 'node:stream';
import { createTransport } from 'nodemailer';
import { inLimit } from '../http/turns.ts';
import { mailFaultOf, type MailFault } from './mail-fault.ts';
import { parseSender } from './sender.ts';

export interface MailMessage {
  /** One address in its normal form. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for each attempt, so that a mail which arrives twice is shown once. */
  messageId: string;
}

/** A message that did not go out. */
export class MailRefused extends Error {
  override name = 'MailRefused';
  permanent: boolean;
  words: string;

  constructor({ permanent, words }: MailFault) {
    super(words);
    this.permanent = permanent;
    this.words = words;
  }
}

export interface Mailer {
  /** Resolves once the mail server has taken the message; rejects with MailRefused. */
  send(message: MailMessage): Promise<void>;
  /**
   * Asks for the message when a connection is free for it, and sends it then; as `send` otherwise.
   *
   * @returns whether there was still something to send
   */
  sendWhenFree(message: () => Promise<MailMessage | undefined>): Promise<boolean>;
  close(): Promise<void>;
}

export interface MailerSettings {
  /** `smtp://` or `smtps://`, as the configuration has checked it. */
  smtpUrl: string;
  /** `Name <address>` or an address. */
  from: string;
  /** How long one message may take in all, however busy the server looks meanwhile. */
  deadlineMs?: number;
}

const defaultDeadlineMs = 60_000;
const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 20_000;
/** To the mail server, and how many mails go over each before another takes its place. */
export const connections = 10;
export const messagesOfConnection = 100;
let mailers = 0;

/** A pool of connections to one mail server. */
export function createMailer({ smtpUrl, from, deadlineMs = defaultDeadlineMs }: MailerSettings): Mailer {
  const sender = parseSender(from);
  if (!sender) throw new TypeError('The sender is not an address.');
  const transport = createTransport({
    pool: true,
    ...serverOptions(new URL(smtpUrl)),
    maxConnections: connections,
    maxMessages: messagesOfConnection,
    idleTimeout: 30_000,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    // A peer that does not hang up must not hold up the end of the process.
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // A connection that breaks while idle is replaced by the pool; one that breaks in use rejects its send.
  transport.on('error', () => undefined);
  // Made whole before it is sent: part by part each would be a write to the socket of its own, a dozen for each mail.
  transport.use('stream', ({ message }, done) => {
    message.build((error, whole) => {
      message.createReadStream = () => new PassThrough().end(whole);
      done(error);
    });
  });
  const turns = `mailer ${(mailers += 1)}`;

  async function hand({ to, subject, text, html, messageId }: MailMessage): Promise<void> {
    // Not AbortSignal.timeout(): that one is kept until its time has come, sixty thousand of them at a thousand a second.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      await transport.sendMail({
        from: sender,
        // An object is taken as it is; a string would be parsed, and could name other recipients.
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: deadline.signal,
      });
    } catch (error) {
      throw new MailRefused(mailFaultOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    send: (message) => inLimit(turns, connections, () => hand(message)),
    sendWhenFree: (ask) =>
      inLimit(turns, connections, async () => {
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
 * How the server is spoken to. `smtps:` is TLS from the first byte. With `smtp:` a login is sent over
 * a verified STARTTLS only, to another machine at least; without a login STARTTLS is taken when it is
 * offered, whatever the certificate: whoever could forge that could also hide the offer.
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
