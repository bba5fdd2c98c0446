import { expect, it } from 'vitest';
import { mailRefused, timelineRow, toTimelineEntry } from './invite-timeline.ts';

const at = new Date('2026-11-22T12:00:00.000Z');
const stored = {
  id: 1,
  inviteId: 'i',
  at,
  event: 'revoked',
  actorId: null,
  actorName: null,
  actorStaff: false,
  code: null,
  params: null,
  detail: null,
};
const ada = { actorId: 'a', actorName: 'Ada' };

it('keeps the stored sentence of an entry without data, and of one with a code of a later release', () => {
  expect(toTimelineEntry({ ...stored, detail: 'by Ada' }).detail).toBe('by Ada');
  expect(toTimelineEntry({ ...stored, ...ada, code: 'later', detail: 'for a reason' })).toMatchObject({
    actor: { id: 'a', name: 'Ada', staff: false },
    code: 'later',
    detail: 'for a reason',
  });
});

it('makes the sentence from the data where nothing is stored beside it', () => {
  expect(toTimelineEntry({ ...stored, ...ada }).detail).toBe('by Ada');
  expect(toTimelineEntry({ ...stored, ...ada, actorStaff: true }).detail).toBe('by FastLinkIt support');
  expect(toTimelineEntry({ ...stored, actorId: 'a', actorName: 'FastLinkIt support' }).detail).toBe(
    'by “FastLinkIt support” (not staff)',
  );
  expect(toTimelineEntry({ ...stored, ...mailRefused('550 no') }).detail).toBe('550 no');
  expect(toTimelineEntry(stored).detail).toBeNull();
});

it('gives all rows the same columns, for they are inserted by one statement', () => {
  const entry = { inviteId: 'i', at, event: 'failed' } as const;
  expect(Object.keys(timelineRow(entry)).toSorted()).toEqual(
    Object.keys(timelineRow({ ...entry, actor: null, detail: mailRefused('550 no') })).toSorted(),
  );
});
