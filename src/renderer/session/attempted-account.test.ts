import { expect, it } from 'vitest';
import { attemptedAccount } from './attempted-account.ts';

it('is the same however an account is written, and another for another address or server', () => {
  const server = 'https://help.acme.test';
  const account = attemptedAccount({ server, email: 'ada@acme.test' });
  expect(attemptedAccount({ server: ` HTTPS://help.acme.test/ `, email: ' Ada@acme.test' })).toBe(account);
  expect(attemptedAccount({ server, email: 'grace@acme.test' })).not.toBe(account);
  expect(attemptedAccount({ server: 'https://other.acme.test', email: 'ada@acme.test' })).not.toBe(account);
});
