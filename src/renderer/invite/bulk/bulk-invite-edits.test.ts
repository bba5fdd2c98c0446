import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as edits from './bulk-invite-edits.ts';
import * as state from './bulk-invite-state.ts';

vi.hoisted(() => vi.stubGlobal('window', { fastlinkit: {} }));

describe('the review of a bulk invite', () => {
  const key = 'a user in an organization';

  beforeEach(() => state.clearBulkInvite(key));

  const rows = () =>
    state.getBulkInvite(key).rows.map(({ email, role, unknownRole }) => [email, role, unknownRole]);
  const rowKey = (email: string) =>
    state.getBulkInvite(key).rows.find((row) => row.email === email)?.key ?? -1;
  const type = (text: string) => {
    state.updateBulkInvite(key, { text });
    edits.reviewBulkInvite(key);
  };

  it('takes a corrected file in place of the first, and keeps what was typed', () => {
    state.updateBulkInvite(key, { text: 'typed@x.test' });
    edits.reviewFile(key, { name: 'a.csv', text: 'email,role\nkim@x.tset,Boss\nlee@x.test,Admin' });
    expect(rows()).toEqual([
      ['typed@x.test', 'agent', undefined],
      ['kim@x.tset', 'agent', 'Boss'],
      ['lee@x.test', 'admin', undefined],
    ]);
    edits.editBulkInviteText(key);
    edits.reviewFile(key, { name: 'b.csv', text: 'email,role\nkim@x.test,Boss' });
    expect(rows()).toEqual([
      ['typed@x.test', 'agent', undefined],
      ['kim@x.test', 'agent', 'Boss'],
    ]);
    edits.removeFile(key);
    expect(rows()).toEqual([['typed@x.test', 'agent', undefined]]);
  });

  it('keeps edits, removed rows and warnings on the way back and forth', () => {
    type('email,role\nkim@x.test,Boss\nlee@x.test,Boss\nmax@x.test,');
    edits.editRow(key, rowKey('kim@x.test'), { email: 'kim@y.test' });
    edits.editRow(key, rowKey('lee@x.test'), { role: 'admin' });
    edits.removeRow(key, rowKey('max@x.test'));
    const edited = [
      ['kim@y.test', 'agent', 'Boss'],
      ['lee@x.test', 'admin', undefined],
    ];
    edits.editBulkInviteText(key);
    edits.reviewBulkInvite(key);
    expect(rows()).toEqual(edited);
    type(`${state.getBulkInvite(key).text}\nnew@x.test,`);
    expect(rows()).toEqual([...edited, ['new@x.test', 'agent', undefined]]);
  });

  it('does not hide a removed row that is typed once more', () => {
    type('kim@x.test\nlee@x.test');
    edits.removeRow(key, rowKey('lee@x.test'));
    type('kim@x.test');
    type('kim@x.test\nlee@x.test');
    expect(rows().map(([email]) => email)).toEqual(['kim@x.test', 'lee@x.test']);
  });

  it('reads other columns, and keeps what was edited', () => {
    type('Name,Email,Private,Level\nKim,kim@x.test,kim@home.test,Admin\nLee,lee@x.test,,Agent');
    edits.editRow(key, rowKey('lee@x.test'), { email: 'lee@y.test' });
    edits.chooseImportColumns(key, 'text', { email: 2, role: 3 });
    expect(rows()).toEqual([
      ['kim@home.test', 'admin', undefined],
      ['lee@y.test', 'agent', undefined],
    ]);
  });

  it('gives rows without a role the one for all, also when it changes', () => {
    type('kim@x.test\nlee@x.test, agent');
    edits.editBulkInviteText(key);
    state.updateBulkInvite(key, { role: 'admin' });
    edits.reviewBulkInvite(key);
    expect(rows().map(([, role]) => role)).toEqual(['admin', 'agent']);
    edits.setAllRoles(key, 'agent');
    expect(rows().map(([, role]) => role)).toEqual(['agent', 'agent']);
  });

  it('adds what was typed in the field for one to the text', () => {
    type('kim@x.test');
    expect(edits.reviewTyped(key, 'lee@x.test, max@x.test', 'admin')).toBe(true);
    expect(rows().map(([email]) => email)).toEqual(['kim@x.test', 'lee@x.test', 'max@x.test']);
    state.updateBulkInvite(key, { step: 'send' });
    expect(edits.reviewTyped(key, 'ned@x.test, ole@x.test', 'admin')).toBe(false);
  });
});
