import { describe, expect, it, vi } from 'vitest';
import type { RowResult, RunRow } from '#contract/work/model';

// The preload script puts the bridge there; nothing here calls it.
vi.stubGlobal('window', { fastlinkit: {} });
const { runReportCsv } = await import('./run-report-csv.ts');

const row = (email: string, more: Partial<RunRow> = {}): RunRow => ({
  line: 1,
  organizationId: 'o',
  email,
  name: email,
  role: 'agent',
  ...more,
});
const refused = (code: string): RowResult => ({
  state: 'failed',
  problem: { code, detail: '' },
  isUncertain: false,
});

describe('runReportCsv', () => {
  it('says of each row what became of it, and why', () => {
    const report = runReportCsv({
      id: 'r',
      kind: 'invite',
      rows: [
        { row: row('a@x.test'), result: { state: 'done' } },
        { row: row('b@x.test'), result: refused('seat_limit_reached') },
        { row: row('nobody', { skipped: 'Not an email address' }), result: null },
        { row: row('d@x.test'), result: null },
      ],
    });
    expect(report.trimEnd().split('\r\n')).toEqual([
      'email,role,result,reason',
      'a@x.test,agent,invited,',
      'b@x.test,agent,failed,No seats were left.',
      'nobody,agent,not sent,Not an email address',
      'd@x.test,agent,not sent,',
    ]);
  });

  it('names open invites with their organization', () => {
    const rows = [{ row: row('a@x.test', { name: 'a@x.test (Calm Studio)' }), result: null }];
    expect(runReportCsv({ id: 'r', kind: 'revoke', rows }).trimEnd().split('\r\n')).toEqual([
      'invite,result,reason',
      'a@x.test (Calm Studio),not revoked,',
    ]);
  });

  it('makes no formula of what somebody wrote', () => {
    const rows = [{ row: row('=1+1', { skipped: 'Not an email address' }), result: null }];
    expect(runReportCsv({ id: 'r', kind: 'invite', rows })).toContain("'=1+1");
  });
});
