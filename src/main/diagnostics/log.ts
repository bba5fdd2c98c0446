import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { redactField } from './redact.ts';

type Fields = Record<string, unknown>;

/** The app's own log: one JSON object per line, without secrets. */
export interface Log {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

const maxBytes = 1_000_000;

/**
 * Opens the log. Warnings and errors also go to the standard error stream.
 *
 * @param path the log file; whenever it has grown long it is moved to `<path>.1`
 */
export function openLog(path: string): Log {
  let size = openFile(path);
  // The app goes on when the reader of the stream has gone.
  process.stderr.on('error', () => undefined);
  const write = (level: 'info' | 'warn' | 'error', event: string, fields: Fields = {}): void => {
    const line = `${formatLine(level, event, fields)}\n`;
    if (size > maxBytes) size = rotate(path);
    append(path, line);
    size += Buffer.byteLength(line);
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

/** Reduces an error to its message and origin: its other properties may contain a whole request. */
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
    // The app goes on when the disk is full.
  }
}

/** @returns the size of the log that is there, in bytes */
function openFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** @returns the size of the log afterwards */
function rotate(path: string): number {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // It cannot be moved, and keeps growing until the next try.
  }
  return 0;
}
