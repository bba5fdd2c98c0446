import { describe, expect, it } from 'vitest';
import { newPassword } from '#contract/account/api';
import { normalizeEmail } from '#contract/email-address';
import { isCommonPassword } from '../platform/crypto/common-passwords.ts';
import { demoOrganizations, demoPassword } from './demo-data.ts';

const organizations = demoOrganizations();
const named = (name: string) => {
  const found = organizations.find((organization) => organization.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('the demo', () => {
  it('has fifty organizations, the first two as documented', () => {
    expect(organizations).toHaveLength(50);
    expect(new Set(organizations.map(({ name }) => name)).size).toBe(50);
    const acme = named('Acme Support');
    expect(acme.maxSeats).toBe(10);
    expect(acme.members.map(({ email, role }) => `${role} ${email}`)).toEqual([
      'owner ada@acme.test',
      'admin grace@acme.test',
      'agent linus@acme.test',
      'agent margaret@acme.test',
    ]);
    expect(acme.invites.map(({ expiresInHours }) => expiresInHours > 24)).toEqual([true, false, false]);
    expect(acme.invites.map(({ expiresInHours }) => expiresInHours > 0)).toEqual([true, true, false]);
    const globex = named('Globex');
    expect(globex).toMatchObject({ maxSeats: 3, members: { length: 3 }, invites: [] });
  });

  it('has addresses that can be invited, each once', () => {
    const emails = organizations.flatMap(({ members, invites }) =>
      [...members, ...invites].map(({ email }) => email),
    );
    expect(new Set(emails).size).toBe(emails.length);
    for (const email of emails) expect(normalizeEmail(email)).toBe(email);
  });

  it('gives every organization one owner and each invite a lifetime of at most a week', () => {
    for (const { members, invites } of organizations) {
      expect(members.map(({ role }) => role === 'owner')).toEqual(members.map((_, place) => place === 0));
      for (const { expiresInHours } of invites) expect(expiresInHours).toBeLessThan(7 * 24);
    }
  });

  it('has a password that registration accepts', async () => {
    expect(newPassword.parse(demoPassword)).toBe(demoPassword);
    expect(await isCommonPassword(demoPassword)).toBe(false);
  });
});
