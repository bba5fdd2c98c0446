import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ensureBuilt } from '../../scripts/build.mjs';
import { unpackRelease } from './releases.ts';
import { sharedSecret } from './shared-secret.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
/** The Node that npm scripts run on, whatever this process runs on. */
const node = `${projectFolder}node_modules/.bin/node`;
/** The server as it ships, built once for all tests of this process when its sources have changed. */
const server = 'out/backend/server.js';
let built: Promise<void> | undefined;
/** What the server may take for a start with an empty database, on a busy machine. */
const startPatienceMs = 60_000;
const stopPatienceMs = 30_000;

const readyLine = z.object({
  event: z.literal('ready'),
  /** Release 0.1.0 does not name itself. */
  version: z.string().optional(),
  url: z.string(),
  database: z.enum(['embedded', 'external']),
  pid: z.number(),
  mailbox: z.string().optional(),
});

/** What the server prints when it is ready. */
export type ReadyLine = z.infer<typeof readyLine>;

/** How a backend process ended. */
export interface BackendExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A backend as a process of its own, as an operator starts it. */
export interface Backend {
  url: string;
  ready: ReadyLine;
  /** All that it has written so far, to standard output and standard error. */
  output: () => string;
  /** The lines of its log so far. */
  log: () => Record<string, unknown>[];
  /** Resolves with the first log line, past or to come, that `matches`. */
  logLine: (matches: (line: Record<string, unknown>) => boolean) => Promise<Record<string, unknown>>;
  signal: (signal: NodeJS.Signals) => void;
  exited: Promise<BackendExit>;
  /** SIGTERM, then waits for the end; kills it when that takes too long. */
  stop: () => Promise<BackendExit>;
}

export interface BackendSettings {
  /** Of an external PostgreSQL. */
  databaseUrl?: string;
  /** For the embedded PostgreSQL instead. */
  dataDir?: string;
  smtpUrl?: string;
  demo?: boolean;
  /** An earlier release instead of the current server: one that is kept in `test/releases`. */
  release?: string | undefined;
  /** Further settings; undefined leaves out one that is set otherwise. */
  environment?: Record<string, string | undefined>;
}

interface BackendProcess {
  child: ChildProcess;
  output: () => string;
  lines: string[];
  /** @returns what ends it */
  onLine: (listener: (line: string) => void) => () => void;
  exited: Promise<BackendExit>;
}

/** Starts the server and does not wait for it to be ready, which it may never be. */
export async function spawnBackend(settings: BackendSettings): Promise<BackendProcess> {
  built ??= ensureBuilt(['backend']);
  await built;
  const { databaseUrl, dataDir, smtpUrl, demo, release, environment } = settings;
  const started = release === undefined ? server : join(unpackRelease(release), server);
  const variables: Record<string, string | undefined> = {
    FASTLINKIT_PORT: '0',
    FASTLINKIT_MAIL_FROM: 'FastLinkIt <invites@fastlinkit.test>',
    FASTLINKIT_SECRET: databaseUrl === undefined ? undefined : sharedSecret.toString('base64'),
    // A test calls more in a minute than a person; the limit has a test of its own.
    FASTLINKIT_RATE_LIMIT: '1000000',
    FASTLINKIT_DATABASE_URL: databaseUrl,
    FASTLINKIT_DATA_DIR: dataDir,
    FASTLINKIT_SMTP_URL: smtpUrl,
    // Hundreds of servers are started in a run: Node compiles their code once.
    NODE_COMPILE_CACHE: `${projectFolder}out/.compile-cache`,
    ...environment,
  };
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FASTLINKIT_'));
  const given = Object.entries(variables).filter(([, value]) => value !== undefined);
  const child = spawn(node, [started, ...(demo ? ['--demo'] : [])], {
    cwd: projectFolder,
    env: Object.fromEntries([...inherited, ...given]),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const listeners = new Set<(line: string) => void>();
  const lines: string[] = [];
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
    createInterface(child[name]).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener(line);
    });
  }
  const exited = once(child, 'close').then((): BackendExit => {
    process.off('exit', kill);
    return { code: child.exitCode, signal: child.signalCode, ...texts };
  });
  return {
    child,
    lines,
    exited,
    output: () => texts.stdout + texts.stderr,
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Starts the server and waits until it says that it is ready.
 *
 * @throws Error with all that it said, when it ends before that or takes too long
 */
export async function startBackend(settings: BackendSettings): Promise<Backend> {
  const { child, output, lines, onLine, exited } = await spawnBackend(settings);
  const ready = Promise.withResolvers<ReadyLine>();
  const stopListening = onLine((line) => {
    const parsed = readyLine.safeParse(parsedLine(line));
    if (parsed.success) ready.resolve(parsed.data);
  });
  const patience = setTimeout(
    () => ready.reject(new Error(`the backend is not ready:\n${output()}`)),
    startPatienceMs,
  );
  void exited.then(({ code, signal }) =>
    ready.reject(new Error(`the backend ended (${code ?? signal}):\n${output()}`)),
  );
  const line = await ready.promise
    .catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    })
    .finally(() => {
      clearTimeout(patience);
      stopListening();
    });

  return {
    url: line.url,
    ready: line,
    output,
    log: () => lines.map(parsedLine).filter((entry) => 'level' in entry),
    logLine(matches) {
      const there = lines.map(parsedLine).find(matches);
      if (there) return Promise.resolve(there);
      return new Promise((resolve, reject) => {
        const stop = onLine((text) => {
          const entry = parsedLine(text);
          if (!matches(entry)) return;
          stop();
          resolve(entry);
        });
        void exited.then(() => reject(new Error(`the backend ended without that line:\n${output()}`)));
      });
    },
    signal: (signal) => void child.kill(signal),
    exited,
    async stop() {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
      const exit = await exited;
      clearTimeout(kill);
      return exit;
    },
  };
}

function parsedLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
