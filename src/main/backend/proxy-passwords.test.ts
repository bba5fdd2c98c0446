import { expect, it } from 'vitest';
import { createProxyPasswords } from './proxy-passwords.ts';

const proxy = 'proxy.acme.test:3128';
const ada = { username: 'ada', password: 'right' };

it('keeps a password for the proxy that has asked, and for no other', () => {
  const passwords = createProxyPasswords();
  passwords.give(proxy, ada);
  expect(passwords.find(proxy)).toBeUndefined();
  expect(passwords.ask(proxy, false)).toBe(false);
  passwords.give('other.test:3128', ada);
  passwords.give(proxy, ada);
  expect(passwords.find(proxy)).toEqual(ada);
  expect(passwords.find('other.test:3128')).toBeUndefined();
});

it('forgets a wrong password, and says so until there is another one', () => {
  const passwords = createProxyPasswords();
  passwords.ask(proxy, false);
  passwords.give(proxy, ada);
  expect(passwords.ask(proxy, true)).toBe(true);
  expect(passwords.find(proxy)).toBeUndefined();
  expect(passwords.ask(proxy, false)).toBe(true);
  passwords.give(proxy, { ...ada, password: 'new' });
  expect(passwords.ask(proxy, false)).toBe(false);
});
