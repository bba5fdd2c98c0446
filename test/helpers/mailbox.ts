import { once } from 'node:events';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as the mail server took it. */
export interface ReceivedMail {
  /** The envelope's recipient. */
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** The whole message as it came over the wire. */
  source: string;
}

/** What the mail server says instead of taking a mail, `times` times (for ever when left out). */
export interface Refusal {
  /** 4xx: try again later. 5xx: never. */
  code: number;
  message: string;
  times?: number;
}

/** A real mail server that keeps what it is sent. */
export interface Mailbox {
  smtpUrl: string;
  /** All mails so far, oldest first. */
  mails: readonly ReceivedMail[];
  to: (address: string) => ReceivedMail[];
  /** The next mail to the address that `next` has not handed out yet, with such a subject; waits for it. */
  next: (address: string, subject?: RegExp) => Promise<ReceivedMail>;
  /** Refuses mails to the address. */
  refuse: (address: string, refusal: Refusal) => void;
  /** Refuses all mails from now on, and quotes each of them as it does: `next` hands them out all the same. */
  quote: () => void;
  /** How often a mail to the address was offered, refused ones included. */
  attempts: (address: string) => number;
  /**
   * Accepts no email until it is released: the sender waits for the reply.
   *
   * @returns what releases it
   */
  hold: () => () => void;
  /** How many mails wait for that. */
  held: () => number;
  /** Forgets all mails and accepts every email again, for the next test. */
  empty: () => void;
  close: () => Promise<void>;
}

const patienceMs = 30_000;

/**
 * @param lacks the SMTP extensions that the mail server does not have
 */
export async function openMailbox(
  lacks: { hideSMTPUTF8?: boolean; hide8BITMIME?: boolean } = {},
): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const refusals = new Map<string, Refusal>();
  const attempts = new Map<string, number>();
  const waiting = new Set<{ address: string; subject: RegExp; resolve: (mail: ReceivedMail) => void }>();

  let quotes = false;
  let released = Promise.resolve();
  let held = 0;

  const server = new SMTPServer({
    ...lacks,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, callback) {
      const refused = takeRefusal(address.toLowerCase());
      attempts.set(address.toLowerCase(), (attempts.get(address.toLowerCase()) ?? 0) + 1);
      callback(refused && Object.assign(new Error(refused.message), { responseCode: refused.code }));
    },
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      void accept(stream, recipients, callback);
    },
  });

  function takeRefusal(address: string): Refusal | undefined {
    const refusal = refusals.get(address);
    if (refusal?.times === undefined) return refusal;
    if (refusal.times <= 1) refusals.delete(address);
    refusal.times -= 1;
    return refusal;
  }

  async function accept(
    stream: AsyncIterable<Buffer>,
    recipients: string[],
    callback: (error?: Error) => void,
  ): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      held += 1;
      await released;
      held -= 1;
      const { text = '' } = await receive(Buffer.concat(chunks), recipients);
      callback(quotes ? refusalThatQuotes(text) : undefined);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function receive(source: Buffer, recipients: string[]): Promise<ParsedMail> {
    const parsed = await simpleParser(source);
    for (const to of recipients) {
      const mail: ReceivedMail = {
        to,
        from: parsed.from?.text ?? '',
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html || '',
        messageId: parsed.messageId ?? '',
        source: source.toString(),
      };
      mails.push(mail);
      const first = [...waiting].find(({ address, subject }) => address === to && subject.test(mail.subject));
      if (!first) continue;
      waiting.delete(first);
      taken.add(mail);
      first.resolve(mail);
    }
    return parsed;
  }

  // A client that was killed in the middle of a mail: it is for the test to say whether that matters.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');

  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    mails,
    quote: () => void (quotes = true),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      released = promise;
      return resolve;
    },
    held: () => held,
    empty() {
      mails.length = 0;
      for (const each of [taken, refusals, attempts, waiting]) each.clear();
      quotes = false;
      released = Promise.resolve();
    },
    to: (recipient) => mails.filter((mail) => mail.to === recipient.toLowerCase()),
    next(recipient, subject = /^/) {
      const wanted = recipient.toLowerCase();
      const there = mails.find(
        (mail) => mail.to === wanted && !taken.has(mail) && subject.test(mail.subject),
      );
      if (there) {
        taken.add(there);
        return Promise.resolve(there);
      }
      return new Promise((resolve, reject) => {
        const waiter = {
          address: wanted,
          subject,
          resolve: (mail: ReceivedMail) => {
            clearTimeout(patience);
            resolve(mail);
          },
        };
        const patience = setTimeout(() => {
          waiting.delete(waiter);
          const others = mails.map(({ to, subject }) => `${to}: ${subject}`).join('\n');
          reject(new Error(`no mail came to ${wanted}; there were:\n${others}`));
        }, patienceMs);
        waiting.add(waiter);
      });
    },
    refuse: (recipient, refusal) => void refusals.set(recipient.toLowerCase(), { ...refusal }),
    attempts: (recipient) => attempts.get(recipient.toLowerCase()) ?? 0,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** What a spam filter says that blocks a link, all of the mail in it. */
function refusalThatQuotes(text: string): Error {
  const quoted = text.replaceAll(/\s+/g, ' ').trim();
  return Object.assign(new Error(`5.7.1 quoted "${quoted}" is listed`), { responseCode: 550 });
}

/** The link that stands alone on its line in the text of an invite mail. */
export function linkIn(mail: ReceivedMail): string {
  const link = mail.text
    .split('\n')
    .find((line) => /^https?:\/\/\S+\/support\/invite\/\S+$/.test(line.trim()));
  if (link === undefined) throw new Error(`no link stands alone on a line of:\n${mail.text}`);
  return link.trim();
}

/** The six digits in the mail that a copied link asks for. */
export function codeIn(mail: ReceivedMail): string {
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text)?.[0];
  if (code === undefined) throw new Error(`no code of six digits in:\n${mail.text}`);
  return code;
}
