import { expect, test } from 'vitest';
import { table, type Entry } from './report.ts';

const scenario = { name: 'x', title: 'this', baseline: 'that | other', goal: '≥ 0.5 ×' };

test('shows the ratio, the figures and whether the goal was met', () => {
  const entry: Entry = {
    ...scenario,
    measured: {
      figures: [
        { name: 'product', value: 1234.5678, unit: 'invites/s' },
        { name: 'peer', value: 0.01234, unit: 'ms' },
        { name: 'heard', value: 100, unit: '' },
      ],
      ratio: 0.5123,
      met: true,
      note: 'on one core',
    },
  };
  expect(table([entry]).split('\n').at(-1)).toBe(
    '| this | that \\| other | ≥ 0.5 × | **0.512 ×** product 1,235 invites/s; peer 0.012 ms; heard 100 (on one core) | yes |',
  );
  expect(table([entry], { compact: true })).toContain('peer 0.012 ms |');
});

test('lists a scenario that could not be measured, and one without a goal', () => {
  expect(table([{ ...scenario, failure: 'no display\nsecond line' }])).toContain(
    '| could not be measured: no display | — |',
  );
  const measured = { figures: [{ name: 'cost', value: 2, unit: 'ms' }], met: true };
  expect(table([{ ...scenario, goal: '—', measured }])).toContain('| cost 2 ms | — |');
});
