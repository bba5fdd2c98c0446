import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { redactField } from './redact.ts';

type Fields = Record<string, unknown>;

/** The app's own log: one JSON object a line, secrets taken out. */
export interface Log {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

const maxBytes = 1_000_000;

/** Logs to the file (the one before it is kept beside it) and, from a warning on, to the standard error stream. */
export function openLog(path: string): Log {
  keepOneBefore(path);
  // A reader that went away must not end the app.
  process.stderr.on('error', () => undefined);
  const write = (level: 'info' | 'warn' | 'error', event: string, fields: Fields = {}): void => {
    const line = `${formatLine(level, event, fields)}\n`;
    append(path, line);
    if (level !== 'info') process.stderr.write(line);
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

function formatLine(level: string, event: string, fields: Fields): string {
  const plain = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plainValue(value)]));
  const entry = { at: new Date().toISOString(), level, event, ...plain };
  return JSON.stringify(entry, (name, value: unknown) =>
    typeof value === 'string' ? redactField(name, value) : value,
  );
}

/** Of an error only what it says and where: what else hangs on it may be a whole request. */
function plainValue(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  const where = stack?.split('\n    at ').slice(1, 5);
  return { name, message, where, ...(cause === undefined ? {} : { cause: plainValue(cause) }) };
}

function append(path: string, line: string): void {
  try {
    appendFileSync(path, line, { mode: 0o600 });
  } catch {
    // A full disk must not end the app.
  }
}

function keepOneBefore(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
  } catch {
    // There is none yet, or it cannot be moved: it is written on.
  }
}
