import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '#contract/email-address';
import { demoOrganizations } from './demo-data.ts';
import { largeDemo, largeDemoOrganizations } from './large-demo-data.ts';

const organizations = [...largeDemoOrganizations()];

describe('the large demo', () => {
  it('has the documented number of organizations, all different from each other and from the small demo', () => {
    expect(organizations).toHaveLength(largeDemo.organizations);
    const all = [...demoOrganizations(), ...organizations];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('has one large organization', () => {
    const [initech] = organizations;
    expect(initech).toMatchObject({
      name: 'Initech',
      members: { length: largeDemo.members },
      invites: { length: largeDemo.openInvites },
    });
    expect(initech?.members[0]).toMatchObject({ email: 'bill@initech.test', role: 'owner' });
  });

  it('has each account once, with an address that can be invited', () => {
    const emails = new Set<string>();
    let count = 0;
    for (const { members, invites } of organizations) {
      for (const { email } of [...members, ...invites]) {
        count += 1;
        emails.add(email);
      }
    }
    expect(emails.size).toBe(count);
    for (const email of [...emails].slice(0, 500).concat([...emails].slice(-500))) {
      expect(normalizeEmail(email)).toBe(email);
    }
  });

  it('has one owner in each organization, and no invite that is valid for more than a week', () => {
    for (const { members, invites } of organizations) {
      expect(members.findLastIndex(({ role }) => role === 'owner')).toBe(0);
      expect(invites.every(({ expiresInHours }) => expiresInHours < 7 * 24)).toBe(true);
    }
  });

  it('has organizations that are full, above their limit, and without a limit, and failed deliveries', () => {
    const held = (each: (typeof organizations)[number]) =>
      each.members.length + each.invites.filter(({ expiresInHours }) => expiresInHours > 0).length;
    const some = (which: (each: (typeof organizations)[number]) => boolean) =>
      organizations.filter(which).length;
    expect(some((each) => each.maxSeats === held(each))).toBeGreaterThan(500);
    expect(some((each) => each.maxSeats !== null && each.maxSeats < held(each))).toBeGreaterThan(100);
    expect(some((each) => each.maxSeats === null)).toBeGreaterThan(500);
    expect(some((each) => each.invites.some(({ delivery }) => delivery === 'failed'))).toBeGreaterThan(20);
  });
});
