import { accountGuardTests } from './accounts.ts';
import { desktopFieldGuardTests } from './desktop-field.ts';
import { desktopGuardTests } from './desktop.ts';
import { faultGuardTests } from './faults.ts';
import type { GuardTest } from './guard-test.ts';
import { trustGuardTests } from './trust.ts';
import { windowGuardTests } from './windows.ts';

/** All guard tests there are. */
export const guardTests: readonly GuardTest[] = [
  ...accountGuardTests,
  ...windowGuardTests,
  ...desktopGuardTests,
  ...desktopFieldGuardTests,
  ...faultGuardTests,
  ...trustGuardTests,
];

/** The tags that tests may have: Vitest rejects any other. */
export const vitestTags = guardTests.map(({ name, what }) => ({ name: `guard:${name}`, description: what }));
