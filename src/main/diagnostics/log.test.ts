import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from './log.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-log-'));
  path = join(folder, 'logs', 'main.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const lines = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log', () => {
  it('writes one line per event, into a file that only its owner can read', () => {
    const log = openLog(path);
    log.info('live.step', { input: 'opened' });
    log.info('session.ended_by_server');
    expect(lines()).toMatchObject([
      { level: 'info', event: 'live.step', input: 'opened' },
      { level: 'info', event: 'session.ended_by_server' },
    ]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('writes the message and cause of an error, and none of its other properties', () => {
    class RequestError extends Error {
      toJSON() {
        return { request: 'the whole of it' };
      }
    }
    const log = openLog(path);
    log.info('bridge.unexpected', { error: new Error('outer', { cause: new RequestError('inner') }) });
    expect(lines()).toMatchObject([{ error: { message: 'outer', cause: { message: 'inner' } } }]);
    expect(readFileSync(path, 'utf8')).not.toContain('the whole of it');
  });

  it('contains no secret, in whichever field it is', () => {
    openLog(path).info('some.event', {
      password: 'hush',
      input: { totp: 'hush', words: 'password: hush' },
      error: new Error('{"refreshToken":"hush"} at /support/invite/hush', {
        cause: new Error('Bearer hush'),
      }),
    });
    expect(readFileSync(path, 'utf8')).not.toContain('hush');
  });

  it('moves a long log aside and starts a new one', () => {
    openLog(path).info('old.event');
    writeFileSync(path, 'x'.repeat(1_100_000));
    openLog(path).info('new.event');
    expect(lines()).toHaveLength(1);
    expect(statSync(`${path}.1`).size).toBe(1_100_000);
  });

  it('does so while the app runs, so that it takes up two megabytes at most', () => {
    const log = openLog(path);
    for (let event = 0; event < 3_500; event += 1) log.info('live.step', { text: 'a word '.repeat(100) });
    expect(statSync(path).size).toBeLessThan(1_010_000);
    expect(statSync(`${path}.1`).size).toBeLessThan(1_010_000);
    expect(lines().at(-1)).toMatchObject({ event: 'live.step' });
  });
});
