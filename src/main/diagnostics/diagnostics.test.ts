import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { SessionState } from '#contract/bridge/types';
import { formatDiagnostics } from './diagnostics.ts';

const session: SessionState = {
  status: 'signed-in',
  server: 'https://fastlinkit.acme.test:8443',
  user: { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'Lovelace', staff: false },
  memberships: [{ organizationId: 'o', organizationName: 'Acme Support', role: 'owner' }],
  persistence: { keychain: true },
};
const describeLog = (log: string) =>
  formatDiagnostics({
    versions: {
      app: '1.2.3',
      electron: '45.4.1',
      chromium: '150.0.1.2',
      node: '24.1.0',
      os: 'Linux 6.1 (x64)',
    },
    session,
    connection: { status: 'failed' },
    theme: 'dark',
    preferences: {
      notifications: { accepted: true, declined: false, failed: true },
      dateFormat: 'iso',
    },
    windows: 2,
    log,
  });

describe('diagnostics', () => {
  it('contain versions, session state, settings and the recent log', () => {
    expect(describeLog('{"level":"info","event":"live.step"}\n')).toBe(`FastLinkIt Admin 1.2.3
Electron 45.4.1, Chromium 150.0.1.2, Node 24.1.0
Linux 6.1 (x64)
Session: signed-in, saved in the keychain
Server: over https; connection: failed
Theme: dark; dates: iso; windows: 2
Notifications: accepted on, declined off, failed on

Recent log:
{"level":"info","event":"live.step"}
`);
  });

  it.each([
    'ada@acme.test',
    '"email":"ada.lovelace+x@acme.test"',
    'https://fastlinkit.acme.test:8443/api/organizations',
    'net::ERR_NAME_NOT_RESOLVED for fastlinkit.acme.test',
    'fastlinkit://organizations/acme',
    '{"password":"acme"}',
    `at ${homedir()}/acme@home/app.js`,
  ])('contain no secret and no address from the log line %s', (line) => {
    const text = describeLog(line);
    expect(text).toContain('[removed]');
    expect(text).not.toMatch(/acme/);
    if (homedir() !== '/') expect(text).not.toContain(homedir());
  });

  it('contain the last 200 lines of a long log', () => {
    const text = describeLog(Array.from({ length: 1_000 }, (_, line) => `line ${line}`).join('\n'));
    expect(text).toContain('line 999\n');
    expect(text).toContain('line 800\n');
    expect(text).not.toContain('line 799\n');
  });
});
