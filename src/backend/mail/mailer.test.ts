import { createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { markup } from '../platform/web-pages/html.ts';
import { createMailer, MailDeliveryError, type Mailer, type MailMessage } from './mailer.ts';

const message: MailMessage = {
  to: 'linus@acme.test',
  subject: "You're invited",
  text: 'Hello\nhttps://example.com/x\n',
  html: markup`<p>Hello</p>`,
  messageId: '<send-1@example.com>',
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanups.splice(0).toReversed()) await end();
});

function mailerFor(url: string, deadlineMs?: number): Mailer {
  const mailer = createMailer({
    smtpUrl: url,
    from: 'FastLinkIt <invites@example.com>',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  cleanups.push(() => mailer.close());
  return mailer;
}

function urlOf(server: Pick<Server, 'address'>): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `smtp://127.0.0.1:${address.port}`;
}

async function smtpServer(options: SMTPServerOptions): Promise<string> {
  const server = new SMTPServer({ authOptional: true, logger: false, ...options });
  server.on('error', () => undefined);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  cleanups.push(() => {
    const closed = Promise.withResolvers<undefined>();
    server.close(() => closed.resolve(undefined));
    return closed.promise;
  });
  return urlOf(server.server);
}

/** A server that says whatever `onConnection` makes it say. */
async function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return urlOf(server);
}

async function refusal(sending: Promise<void>): Promise<MailDeliveryError> {
  const outcome = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof MailDeliveryError) return outcome;
  throw new Error(`not refused: ${String(outcome)}`);
}

function smtpError(message: string, responseCode: number): Error {
  return Object.assign(new Error(message), { responseCode });
}

describe('createMailer', () => {
  it('sends text and HTML from the sender to the one address', async () => {
    const arrived = Promise.withResolvers<ParsedMail>();
    const url = await smtpServer({
      onData(stream, _session, done) {
        buffer(stream)
          .then((raw) => simpleParser(raw))
          .then(arrived.resolve, arrived.reject)
          .finally(() => done());
      },
    });
    await mailerFor(url).send(message);
    const mail = await arrived.promise;
    expect(mail).toMatchObject({
      subject: message.subject,
      messageId: message.messageId,
      text: message.text,
      from: { value: [{ name: 'FastLinkIt', address: 'invites@example.com' }] },
      to: { value: [{ address: message.to }] },
    });
    expect(mail.html).toContain('<p>Hello</p>');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  /** Sends a message. @returns it as it came over the wire, and its text as a mail program shows it */
  async function received(text: string, options: SMTPServerOptions = {}) {
    const arrived = Promise.withResolvers<Buffer>();
    const url = await smtpServer({
      ...options,
      onData(stream, _session, done) {
        buffer(stream)
          .then(arrived.resolve, arrived.reject)
          .finally(() => done());
      },
    });
    await mailerFor(url).send({ ...message, text });
    const source = await arrived.promise;
    return { source: source.toString(), text: (await simpleParser(source)).text };
  }

  const link = `https://${'a-long-subdomain.'.repeat(8)}example.com/support/invite/${'x='.repeat(40)}y`;

  it.each([
    ['ASCII', `Hello\n\n${link}\n\n.\nBye\n`, '7bit'],
    ['other letters', `Łukasz, 社員\n\n${link}\n\n.\nBye\n`, '8bit'],
  ])('writes each line of a text in %s as one line of the message', async (_what, text, encoding) => {
    const mail = await received(text);
    expect(mail.source).toContain(`\r\n${link}\r\n`);
    expect(mail.source).toContain(`Content-Transfer-Encoding: ${encoding}\r\n`);
    expect(mail.text).toBe(text);
  });

  it.each([
    ['other letters, where the mail server takes only ASCII', `Łukasz\n${link}\n`, { hide8BITMIME: true }],
    ['lines that are longer than mail servers take', `${'word '.repeat(250)}\n${link}\n`, {}],
  ])('lets the library encode a text with %s', async (_what, text, options) => {
    const mail = await received(text, options);
    expect(mail.text).toBe(text);
    expect(mail.source.split('\r\n').every((line) => line.length < 999)).toBe(true);
  });

  it('sends to letters before the @ where the mail server can', async () => {
    const recipients: string[] = [];
    const url = await smtpServer({
      onRcptTo({ address }, _session, done) {
        recipients.push(address);
        done();
      },
    });
    await mailerFor(url).send({ ...message, to: 'jürgen@acme.test' });
    expect(recipients).toEqual(['jürgen@acme.test']);
  });

  it('reports an address with letters before the @ as permanent where the mail server cannot', async () => {
    const senders: string[] = [];
    const url = await smtpServer({
      hideSMTPUTF8: true,
      onMailFrom({ address }, _session, done) {
        senders.push(address);
        done();
      },
    });
    const mailer = mailerFor(url);
    for (const to of ['jürgen@acme.test', '社員@acme.test']) {
      expect(await refusal(mailer.send({ ...message, to }))).toMatchObject({
        permanent: true,
        message: "The mail server can't deliver to addresses with letters like “ü” before the @.",
      });
    }
    expect(senders).toEqual([]);
    await mailer.send({ ...message, to: 'jurgen@xn--bcher-kva.test' });
    expect(senders).toHaveLength(1);
  });

  it('reports a mail server that does not say what it can do as temporary', async () => {
    const refused = await refusal(mailerFor('smtp://127.0.0.1:1').send({ ...message, to: 'ü@acme.test' }));
    expect(refused).toMatchObject({ permanent: false, message: "The mail server couldn't be reached." });
  });

  it.each([
    '"a@evil.test"@acme.test',
    'a@acme.test, b@evil.test',
    'a@acme.test> RCPT TO:<b@evil.test',
    'a@acme.test\r\nBcc: b@evil.test',
  ])('sends to no second address for %j', async (to) => {
    const recipients: string[] = [];
    const url = await smtpServer({
      onRcptTo({ address }, _session, done) {
        recipients.push(address);
        done();
      },
    });
    await mailerFor(url)
      .send({ ...message, to })
      .catch(() => undefined);
    expect(recipients.filter((address) => address.endsWith('@evil.test'))).toEqual([]);
  });

  it.each([
    ['a refused recipient', { onRcptTo: (_a, _s, done) => done(smtpError('no such\r\nmailbox\u0007', 550)) }],
    ['a refused sender', { onMailFrom: (_a, _s, done) => done(smtpError('no such\r\nmailbox\u0007', 553)) }],
    [
      'a refused message',
      {
        onData(stream, _session, done) {
          stream.on('end', () => done(smtpError('no such\r\nmailbox\u0007', 554))).resume();
        },
      },
    ],
  ] satisfies [string, SMTPServerOptions][])(
    'reports %s as permanent with the reply of the server',
    async (_, options) => {
      const refused = await refusal(mailerFor(await smtpServer(options)).send(message));
      expect(refused.permanent).toBe(true);
      expect(refused.message).toMatch(/^55\d no such mailbox$/);
    },
  );

  it('reports a 4xx reply as temporary', async () => {
    const url = await smtpServer({ onRcptTo: (_a, _s, done) => done(smtpError('greylisted', 451)) });
    expect(await refusal(mailerFor(url).send(message))).toMatchObject({
      permanent: false,
      message: '451 greylisted',
    });
  });

  it('reports rejected credentials as temporary', async () => {
    const url = await smtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(smtpError('who are you', 535)),
    });
    const refused = await refusal(mailerFor(url.replace('//', '//user:wrong@')).send(message));
    expect(refused).toMatchObject({ permanent: false });
    expect(refused.message).toContain('who are you');
  });

  it('removes the link that the reply quotes', async () => {
    const token = 'AaIs12xjcVej1iv8v98EIAFETFny0gbQUdJJo0GC5K4BES4ybpiFzQLBGi2OjElf3A';
    const link = `https://example.com/support/invite/${token}`;
    const url = await smtpServer({
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(smtpError(`5.7.1 URL ${link} is listed`, 550)));
      },
    });
    const refused = await refusal(mailerFor(url).send({ ...message, text: `Hello\n\n${link}\n` }));
    expect(refused.message).toBe('550 5.7.1 URL [removed] is listed');
  });

  it('limits the length of the reply', async () => {
    const url = await smtpServer({ onRcptTo: (_a, _s, done) => done(smtpError('no '.repeat(700), 550)) });
    expect((await refusal(mailerFor(url).send(message))).message).toHaveLength(300);
  });

  it('reports an unreachable mail server as temporary', async () => {
    expect(await refusal(mailerFor('smtp://127.0.0.1:1').send(message))).toMatchObject({
      permanent: false,
      message: "The mail server couldn't be reached.",
    });
  });

  it('reports a connection that breaks during the message as temporary', async () => {
    const url = await rawServer((socket) => {
      let receiving = false;
      socket.write('220 mail.test\r\n');
      socket.on('data', (sent) => {
        if (receiving) socket.destroy();
        receiving = String(sent).startsWith('DATA');
        socket.write(receiving ? '354 go on\r\n' : '250 fine\r\n');
      });
    });
    expect((await refusal(mailerFor(url).send(message))).permanent).toBe(false);
  });

  it('closes the connection to a slow mail server at the deadline', async () => {
    const closed = Promise.withResolvers<undefined>();
    const url = await rawServer((socket) => {
      socket.write('220-');
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => {
        clearInterval(drip);
        closed.resolve(undefined);
      });
    });
    expect(await refusal(mailerFor(url, 200).send(message))).toMatchObject({
      permanent: false,
      message: "The mail server didn't respond in time.",
    });
    await closed.promise;
  });
});
