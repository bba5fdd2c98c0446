import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InputOf } from '#contract/bridge/types';
import type { AskedAddresses } from './checked-addresses.ts';

/** A server that knows these addresses. */
function serve(known: { members: string[]; invited: string[] }) {
  const asked: string[][] = [];
  const check = ({ emails }: InputOf<'invite.check'>) => {
    asked.push(emails);
    const results = emails.map((email) => {
      if (known.members.includes(email)) return { email, status: 'member' };
      if (known.invited.includes(email))
        return { email, status: 'invited', invite: { id: email, status: 'pending' } };
      return { email, status: 'free' };
    });
    return Promise.resolve({ ok: true, value: { results } });
  };
  vi.stubGlobal('window', { fastlinkit: { invite: { check } } });
  return asked;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@x.test`);

describe('addresses that the server is asked about', () => {
  const client = new QueryClient();

  beforeEach(() => {
    vi.resetModules();
    client.clear();
  });

  it('are asked about a thousand at a time, and once', async () => {
    const asked = serve({ members: ['p3@x.test'], invited: ['p1999@x.test'] });
    const { checkedAddressesOptions } = await import('./checked-addresses.ts');
    const answers: AskedAddresses = new Map();
    const first = await client.fetchQuery(checkedAddressesOptions('o', numbered(2000), answers));
    expect(asked.map(({ length }) => length)).toEqual([1000, 1000]);
    expect([...first.members]).toEqual(['p3@x.test']);
    expect([...first.invites.keys()]).toEqual(['p1999@x.test']);

    const next = await client.fetchQuery(
      checkedAddressesOptions('o', [...numbered(2000), 'new@x.test'], answers),
    );
    expect(asked.slice(2)).toEqual([['new@x.test']]);
    expect(next.members).toEqual(first.members);
  });
});
