import { fstatSync } from 'node:fs';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';
import { redactText, redactUrl } from './redact.ts';

export type Log = Logger;

const secretNames = [
  'accessToken',
  'authorization',
  'cookie',
  'password',
  'passwordHash',
  'refreshToken',
  'secret',
  '["set-cookie"]',
  'token',
  'totp',
  '["x-api-key"]',
];

/** Where the log lines go, each a JSON object. */
export interface LogStream {
  write(line: string): void;
}

/**
 * The server's log. It contains no token, password or invite link: properties with known names are hidden, and each
 * finished line is searched for text that looks like a token.
 */
export function createLog(stream: LogStream): Log {
  return pino(
    {
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { req: requestForLog, res: replyForLog, err: errorForLog },
      redact: {
        paths: secretNames.flatMap((name) => [name, dotted('*', name), dotted('*.*', name)]),
        censor: '[hidden]',
      },
    },
    { write: (line: string) => stream.write(redactText(line)) },
  );
}

function dotted(path: string, name: string): string {
  return name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;
}

/** How long an info line may wait for further lines. */
const gatherMs = 20;

/**
 * Standard error as a stream for the log. A slow or closed reader delays no request: lines wait in memory, and beyond
 * some megabytes the newest are dropped.
 */
export function standardErrorStream(): LogStream & { flush(): void } {
  const stream = destination({ fd: 2, sync: isFile(2), minLength: 8 * 1024, maxLength: 8 * 1024 * 1024 });
  // The reader has closed the pipe; there is nowhere to report it.
  stream.on('error', () => undefined);
  let gathering: NodeJS.Timeout | undefined;
  return {
    write: (line) => {
      stream.write(line);
      // Info lines of parallel requests are written together; warnings and errors immediately.
      if (!line.includes('"level":"info"')) stream.flush();
      else
        gathering ??= setTimeout(() => {
          gathering = undefined;
          stream.flush();
        }, gatherMs).unref();
    },
    flush: () => stream.flushSync(),
  };
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

function requestForLog(request: FastifyRequest) {
  return { method: request.method, url: redactUrl(request.url), address: request.ip };
}

function replyForLog(reply: FastifyReply) {
  return { status: reply.statusCode };
}

interface ErrorForLog {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorForLog;
}

/** An error without values: a database error quotes parameters and rows. */
function errorForLog(error: unknown): ErrorForLog {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const message = error instanceof DrizzleQueryError ? `Failed query: ${error.query}` : error.message;
  const code: unknown = Reflect.get(error, 'code');
  // The stack begins with the original message, which may have been replaced above.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(frames ? { stack: frames.join('\n') } : {}),
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
}

/** Logs one line for each answered request; none for the health probes, which come every few seconds. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {
    // `requestCompleted` logs the request.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (request.url === '/healthz' || request.url === '/readyz') return;
    const line = { req: request, res: reply, ms: Math.round(reply.elapsedTime) };
    if (error) reply.log.error({ ...line, err: error }, 'request failed');
    else reply.log.info(line, 'request');
  }
}
