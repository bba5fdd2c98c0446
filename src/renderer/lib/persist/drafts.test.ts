import { describe, expect, it } from 'vitest';
import { clearDraft, readDraft, saveDraft } from './drafts.ts';

const untouched = { name: 'Acme', description: '' };

describe('a draft', () => {
  it('holds the fields that were changed, and no others', () => {
    saveDraft('edit', { name: 'Acme', description: 'Answers' }, untouched);
    expect(readDraft('edit')).toEqual({ description: 'Answers' });
    expect(readDraft('another')).toEqual({});
  });

  it('is gone when everything is as it was, or when it is cleared', () => {
    saveDraft('edit', { name: 'Acme 2', description: '' }, untouched);
    saveDraft('edit', untouched, untouched);
    expect(readDraft('edit')).toEqual({});
    saveDraft('edit', { name: 'Acme 2', description: '' }, untouched);
    clearDraft('edit');
    expect(readDraft('edit')).toEqual({});
  });

  it('is not kept without a key', () => {
    saveDraft(undefined, { name: 'Acme 2', description: '' }, untouched);
    clearDraft(undefined);
    expect(readDraft(undefined)).toEqual({});
  });
});
