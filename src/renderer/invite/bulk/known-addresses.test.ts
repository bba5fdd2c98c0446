import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InputOf } from '#contract/bridge/types';

/** A server with lists of these lengths, 200 rows a page. */
function serve(lengths: { members: number; invites: number }) {
  let calls = 0;
  const list = (length: number, name: string) => (input: InputOf<'member.list'>) => {
    calls += 1;
    const emails = Array.from({ length }, (_, index) => `${name}${index}@x.test`);
    const matching = input.search === undefined ? emails : emails.filter((one) => one === input.search);
    const start = Number(input.cursor ?? 0);
    const items = matching.slice(start, start + 200).map((email) => ({ id: email, email }));
    const nextCursor = start + 200 < matching.length ? String(start + 200) : null;
    return Promise.resolve({
      ok: true,
      value: { items, nextCursor, total: matching.length, totalIsCapped: false },
    });
  };
  vi.stubGlobal('window', {
    fastlinkit: {
      member: { list: list(lengths.members, 'member') },
      invite: { list: list(lengths.invites, 'invite') },
    },
  });
  return { calls: () => calls };
}

describe('what is known of the organization', () => {
  const client = new QueryClient();

  beforeEach(() => {
    vi.resetModules();
    client.clear();
  });

  it('reads lists that are not too long as a whole', async () => {
    serve({ members: 450, invites: 3 });
    const { isLookedUp, knownListsOptions } = await import('./known-addresses.ts');
    const known = await client.fetchQuery(knownListsOptions('o'));
    expect(known.members).toMatchObject({ total: 450, complete: true });
    expect(known.members.byEmail.has('member449@x.test')).toBe(true);
    expect(known.invites).toMatchObject({ total: 3, complete: true });
    expect(isLookedUp(known, ['a@x.test'])).toBe(false);
  });

  it('does not read a list that is too long, but looks few addresses up one by one', async () => {
    const server = serve({ members: 100_000, invites: 0 });
    const { isLookedUp, knownListsOptions, lookedUpOptions } = await import('./known-addresses.ts');
    const known = await client.fetchQuery(knownListsOptions('o'));
    expect(known.members).toMatchObject({ total: 100_000, complete: false });
    expect(server.calls()).toBe(2);
    expect(isLookedUp(known, ['a@x.test'])).toBe(true);
    expect(
      isLookedUp(
        known,
        Array.from({ length: 101 }, (_, index) => `${index}@x.test`),
      ),
    ).toBe(false);
    const found = await client.fetchQuery(lookedUpOptions('o', ['member99999@x.test', 'new@x.test']));
    expect([...found.members.keys()]).toEqual(['member99999@x.test']);
    expect(found.invites.size).toBe(0);
  });
});
