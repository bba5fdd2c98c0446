import { once } from 'node:events';
import { simpleParser } from 'mailparser';
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
  /** The next mail to the address that `next` has not handed out yet; waits for it. */
  next: (address: string) => Promise<ReceivedMail>;
  /** Refuses mails to the address. */
  refuse: (address: string, refusal: Refusal) => void;
  /** How often a mail to the address was offered, refused ones included. */
  attempts: (address: string) => number;
  /**
   * Takes no mail until it is released: whoever has handed one over waits for the answer.
   *
   * @returns what releases it
   */
  hold: () => () => void;
  /** How many mails wait for that. */
  held: () => number;
  close: () => Promise<void>;
}

const patienceMs = 15_000;

export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const refusals = new Map<string, Refusal>();
  const attempts = new Map<string, number>();
  const waiting = new Set<{ address: string; resolve: (mail: ReceivedMail) => void }>();

  let released = Promise.resolve();
  let held = 0;

  const server = new SMTPServer({
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
      await receive(Buffer.concat(chunks), recipients);
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function receive(source: Buffer, recipients: string[]): Promise<void> {
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
      const first = [...waiting].find(({ address }) => address === to);
      if (!first) continue;
      waiting.delete(first);
      taken.add(mail);
      first.resolve(mail);
    }
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
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      released = promise;
      return resolve;
    },
    held: () => held,
    to: (recipient) => mails.filter((mail) => mail.to === recipient.toLowerCase()),
    next(recipient) {
      const wanted = recipient.toLowerCase();
      const there = mails.find((mail) => mail.to === wanted && !taken.has(mail));
      if (there) {
        taken.add(there);
        return Promise.resolve(there);
      }
      return new Promise((resolve, reject) => {
        const waiter = {
          address: wanted,
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
