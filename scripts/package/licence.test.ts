import { expect, it } from 'vitest';
import { mayBeShipped } from './licence.mjs';

it.each(['MIT', '(MIT OR EUPL-1.1+)', 'MIT AND ISC AND BSD-3-Clause', '(MPL-2.0 OR Apache-2.0)'])(
  'what bears %s may be shipped',
  (licence) => expect(mayBeShipped(licence)).toBe(true),
);

it.each(['GPL-3.0-only', 'MIT AND GPL-2.0', 'AGPL-3.0', 'UNLICENSED', 'SEE LICENSE IN LICENSE.md', ''])(
  'what bears %j may not',
  (licence) => expect(mayBeShipped(licence)).toBe(false),
);
