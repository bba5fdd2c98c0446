import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parts } from './parts.ts';

/** The checks of the product that a part notices the absence of. */
const guards: Partial<Record<string, string[]>> = {
  'acceptance-race': ['guard:open-invite-under-lock'],
  'live-drops': ['guard:last-event-id'],
  routes: ['guard:member-in-its-organization'],
};

for (const [name, part] of Object.entries(parts)) {
  test.concurrent(`short run of ${name}`, { tags: guards[name] ?? [] }, async () => {
    const { reached, met } = await part.run('short');
    expect(met, reached).toBe(true);
  });
}

test('lists a part for every file', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((file) =>
    /^export const part: Part/m.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(Object.keys(parts).toSorted()).toEqual(files.map((file) => file.replace('.ts', '')).toSorted());
});
