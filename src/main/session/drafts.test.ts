import { describe, expect, it } from 'vitest';
import { createDrafts } from './drafts.ts';

const ada = { server: 'https://one.test', userId: 'ada' };
const bob = { server: 'https://one.test', userId: 'bob' };

function draftsOf(owner = ada) {
  const drafts = createDrafts();
  drafts.setOwner(owner);
  return drafts;
}

describe('drafts', () => {
  it('are there again for the person who typed them, also after signing in again', () => {
    const drafts = draftsOf();
    drafts.save('ada', 'edit', '{"name":"A"}');
    drafts.setOwner(undefined);
    expect(drafts.load()).toEqual({});
    drafts.setOwner(ada);
    expect(drafts.load()).toEqual({ edit: '{"name":"A"}' });
    drafts.save('ada', 'edit', null);
    expect(drafts.load()).toEqual({});
  });

  it('are gone for anyone else, and for the same account of another server', () => {
    for (const other of [bob, { ...ada, server: 'https://two.test' }]) {
      const drafts = draftsOf();
      drafts.save('ada', 'edit', '{}');
      drafts.setOwner(undefined);
      drafts.setOwner(other);
      expect(drafts.load()).toEqual({});
      drafts.setOwner(ada);
      expect(drafts.load()).toEqual({});
    }
  });

  it('take nothing from a window whose user is no longer signed in', () => {
    const drafts = draftsOf(bob);
    drafts.save('ada', 'edit', '{}');
    expect(drafts.load()).toEqual({});
    drafts.setOwner(undefined);
    drafts.save('bob', 'edit', '{}');
    drafts.setOwner(bob);
    expect(drafts.load()).toEqual({});
  });

  it('are the latest fifty', () => {
    const drafts = draftsOf();
    for (let n = 0; n < 60; n += 1) drafts.save('ada', `form ${n}`, '{}');
    const forms = Object.keys(drafts.load());
    expect(forms).toHaveLength(50);
    expect(forms[0]).toBe('form 10');
  });
});
