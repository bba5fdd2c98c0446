import { describe, expect, it } from 'vitest';
import { inviteReport } from './invite-many-report.ts';
import type { DraftRow } from './invite-many-rows.ts';

const row = (key: number, email: string): DraftRow => ({ key, email, role: 'agent', unknownRole: undefined });

describe('inviteReport', () => {
  it('says of each row what became of it, and why', () => {
    const rows = [row(1, 'a@x.test'), row(2, 'b@x.test'), row(3, 'nobody'), row(4, 'd@x.test')];
    const report = inviteReport(
      rows,
      [{ kind: 'ready' }, { kind: 'ready' }, { kind: 'invalid' }, { kind: 'ready' }],
      new Map([
        [1, { invited: true }],
        [2, { invited: false, why: 'No seat was free, any more.' }],
      ]),
    );
    expect(report.split('\r\n')).toEqual([
      'email,role,result,reason',
      'a@x.test,agent,invited,',
      'b@x.test,agent,failed,"No seat was free, any more."',
      'nobody,agent,not sent,Not an e-mail address',
      'd@x.test,agent,not sent,',
    ]);
  });

  it('makes no formula of what somebody wrote', () => {
    expect(inviteReport([row(1, '=1+1')], [{ kind: 'invalid' }], new Map())).toContain("'=1+1");
  });
});
