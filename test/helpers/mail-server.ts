import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** The phase of an SMTP conversation in which the server may fail; `middle`: while the message arrives. */
export type SmtpPhase = 'greeting' | 'hello' | 'sender' | 'recipient' | 'data' | 'middle' | 'message';

/**
 * How it fails: with another reply, by closing the connection, by not replying, by sending one character at a time
 * without an end of the line; `unclear`: it accepts the message and closes the connection before the reply.
 */
export type Fault = { say: string } | 'drop' | 'silence' | 'drip' | 'unclear';

/** A message that the server accepted. */
export interface AcceptedMail {
  to: string;
  messageId: string;
  /** Whether the server said `250` to it. */
  clear: boolean;
}

/** A mail server that fails on command. */
export interface MailServer {
  smtpUrl: string;
  /** All accepted messages, oldest first. */
  accepted: readonly AcceptedMail[];
  /** Open connections. */
  connections: () => number;
  close: () => Promise<void>;
}

/** Called in each phase of one connection; `to` is known from the recipient on. Undefined: all goes well. */
export type Behaviour = (phase: SmtpPhase, to: string) => Fault | undefined;

interface MailServerOptions {
  /** What it says it can do, such as `SMTPUTF8`. */
  extensions?: readonly string[];
  /** How the server behaves on a connection; asked once for each. */
  behave?: () => Behaviour;
  /** Called with each accepted message, before the reply. */
  onAccepted?: (mail: AcceptedMail) => void;
}

const dripMs = 200;
const endOfMessage = '\r\n.\r\n';

/**
 * Uses the bare socket, because no library sends half a reply. It stores only what identifies a message, so that it can
 * accept thousands.
 */
export async function openMailServer({
  extensions = [],
  behave = () => () => undefined,
  onAccepted = () => undefined,
}: MailServerOptions = {}): Promise<MailServer> {
  const hello = ['mail.test', ...extensions];
  const helloReply = hello.map((line, n) => `250${n < hello.length - 1 ? '-' : ' '}${line}`).join('\r\n');
  const accepted: AcceptedMail[] = [];
  const sockets = new Set<Socket>();

  function converse(socket: Socket): void {
    const fault = behave();
    let unread = '';
    let to = '';
    let message: string | undefined;

    /** @returns whether the conversation goes on */
    function answer(phase: SmtpPhase, reply: string): boolean {
      const wrong = fault(phase, to);
      if (wrong === undefined) socket.write(`${reply}\r\n`);
      else if (typeof wrong === 'object') {
        socket.write(`${wrong.say}\r\n`);
        // A greeting that refuses ends the conversation.
        if (phase === 'greeting') socket.end();
        return false;
      } else if (wrong === 'drop' || wrong === 'unclear') socket.destroy();
      else if (wrong === 'drip') {
        socket.write(reply.slice(0, 3));
        const drip = setInterval(() => socket.write('-'), dripMs);
        socket.once('close', () => clearInterval(drip));
      }
      return wrong === undefined;
    }

    function command(line: string): void {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answer('hello', helloReply);
      else if (verb === 'HELO') answer('hello', '250 mail.test');
      else if (verb === 'MAIL') answer('sender', '250 go on');
      else if (verb === 'RCPT') {
        to = (/<(.*?)>/.exec(line)?.[1] ?? '').toLowerCase();
        answer('recipient', '250 go on');
      } else if (verb === 'DATA') {
        if (answer('data', '354 go on')) message = '';
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 fine\r\n');
    }

    function take(text: string): void {
      message = undefined;
      const wrong = fault('message', to);
      const clear = wrong === undefined;
      if (clear || wrong === 'unclear') {
        // A long one stands on a line of its own.
        const messageId = /^message-id:\s*(\S+)/im.exec(text)?.[1];
        if (messageId === undefined) throw new Error(`a mail without a Message-ID:\n${text}`);
        const mail = { to, messageId, clear };
        accepted.push(mail);
        onAccepted(mail);
      }
      if (clear) socket.write('250 accepted\r\n');
      else if (typeof wrong === 'object') socket.write(`${wrong.say}\r\n`);
      else if (wrong === 'unclear' || wrong === 'drop') socket.destroy();
    }

    /** @returns whether there was something to read */
    function read(): boolean {
      if (message === undefined) {
        const end = unread.indexOf('\r\n');
        if (end < 0) return false;
        const line = unread.slice(0, end);
        unread = unread.slice(end + 2);
        command(line);
        return true;
      }
      if (message === '' && unread !== '' && fault('middle', to) !== undefined) {
        socket.destroy();
        return false;
      }
      message += unread;
      unread = '';
      const end = message.indexOf(endOfMessage);
      if (end < 0) return false;
      unread = message.slice(end + endOfMessage.length);
      take(message.slice(0, end));
      return true;
    }

    socket.setEncoding('utf8').on('data', (chunk: string) => {
      unread += chunk;
      while (!socket.destroyed && read());
    });
    answer('greeting', '220 mail.test');
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    converse(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    accepted,
    connections: () => sockets.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
