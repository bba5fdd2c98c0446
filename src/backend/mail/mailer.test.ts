import { createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer, MailRefused, type Mailer, type MailMessage } from './mailer.ts';

const message: MailMessage = {
  to: 'linus@acme.test',
  subject: 'You are invited',
  text: 'Hello\nhttps://example.com/x\n',
  html: '<p>Hello</p>',
  messageId: '<send-1@example.com>',
};

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function mailerFor(url: string, deadlineMs?: number): Mailer {
  const mailer = createMailer({
    smtpUrl: url,
    from: 'FastLinkIt <invites@example.com>',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  endings.push(() => mailer.close());
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
  endings.push(() => {
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
  endings.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return urlOf(server);
}

async function refusal(sending: Promise<void>): Promise<MailRefused> {
  const outcome = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof MailRefused) return outcome;
  throw new Error(`not refused: ${String(outcome)}`);
}

function smtpError(words: string, responseCode: number): Error {
  return Object.assign(new Error(words), { responseCode });
}

describe('createMailer', () => {
  it('hands over text and HTML, from the sender to the one address', async () => {
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
    '%s is permanent, in the words of the server',
    async (_, options) => {
      const refused = await refusal(mailerFor(await smtpServer(options)).send(message));
      expect(refused.permanent).toBe(true);
      expect(refused.words).toMatch(/^55\d no such mailbox$/);
    },
  );

  it('a 4xx may be tried again', async () => {
    const url = await smtpServer({ onRcptTo: (_a, _s, done) => done(smtpError('greylisted', 451)) });
    expect(await refusal(mailerFor(url).send(message))).toMatchObject({
      permanent: false,
      words: '451 greylisted',
    });
  });

  it('a login that is not accepted may be tried again: the message was not judged', async () => {
    const url = await smtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(smtpError('who are you', 535)),
    });
    const refused = await refusal(mailerFor(url.replace('//', '//user:wrong@')).send(message));
    expect(refused).toMatchObject({ permanent: false });
    expect(refused.words).toContain('who are you');
  });

  it('caps what the server says', async () => {
    const url = await smtpServer({ onRcptTo: (_a, _s, done) => done(smtpError('x'.repeat(2000), 550)) });
    expect((await refusal(mailerFor(url).send(message))).words).toHaveLength(300);
  });

  it('nobody there: not permanent, in words', async () => {
    expect(await refusal(mailerFor('smtp://127.0.0.1:1').send(message))).toMatchObject({
      permanent: false,
      words: 'The mail server could not be reached.',
    });
  });

  it('a connection dropped in the middle of the message may be tried again', async () => {
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

  it('a server that drips is given up at the deadline, and its connection with it', async () => {
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
      words: 'The mail server did not answer in time.',
    });
    await closed.promise;
  });
});
