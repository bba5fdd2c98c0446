import { expect, it, vi } from 'vitest';
import type { Recent } from './recents.ts';

// The preload script puts the bridge there; nothing here calls it.
vi.stubGlobal('window', { fastlinkit: {} });
const { withLatest } = await import('./recents.ts');

const recent = (id: string, kind: Recent['kind'] = 'organization'): Recent => ({
  kind,
  id,
  organizationId: 'acme',
  label: id,
});

it('puts the latest first, each once', () => {
  const items = withLatest(withLatest([recent('one')], recent('two')), recent('one'));
  expect(items.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(withLatest(items, recent('one', 'member'))).toHaveLength(3);
});

it('keeps a few', () => {
  let items: Recent[] = [];
  for (let index = 0; index < 50; index += 1) items = withLatest(items, recent(`${index}`));
  expect(items[0]?.id).toBe('49');
  expect(items).toHaveLength(12);
});
