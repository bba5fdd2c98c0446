import { expect, it } from 'vitest';
import { knownIn, labelOf } from './label.ts';

const labels = { sent: 'Sent', failed: 'Failed' };

it('labels what this release knows', () => {
  expect(labelOf(labels, 'sent')).toBe('Sent');
  expect(knownIn(labels, 'sent')).toBe('Sent');
});

it.each([
  ['bounced', 'Bounced'],
  ['member.two_factor_removed', 'Member two factor removed'],
  ['toString', 'ToString'],
  ['', ''],
])('shows %j of a later release as text', (value, text) => {
  expect(labelOf(labels, value)).toBe(text);
  expect(knownIn(labels, value)).toBeUndefined();
});
