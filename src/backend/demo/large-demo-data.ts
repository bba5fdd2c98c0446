import type { DemoInvite, DemoMember, DemoOrganization } from './demo-data.ts';

/** The additional data of the large demo. */
export const largeDemo = {
  organizations: 10_000,
  /** The members of the one large organization. */
  members: 100_000,
  openInvites: 10_000,
} as const;

const kinds = list(
  'Amber Azure Birch Bright Bronze Cedar Clear Copper Coral Crystal Early Elder Ember Fair First Golden Grand Green Hazel High Indigo Ivory Jade Lime Little Lunar Maple North',
);
const trades = list(
  'Audio Bakery Bikes Boats Books Builders Catering Clinic Coffee Couriers Dental Farms Films Foods Gardens Glass Homes Labs Legal Lighting Maps Media Optics Print Roofing Schools Studios Tours Toys Travel',
);
const towns = list('Aston Burford Colby Denham Elton Fenwick Girton Hythe Ilford Kelso Ludlow Marlow');
const firstNames = list(
  'Ada Aidan Alma Amir Anna Arno Bea Ben Carl Cleo Dana Dario Edda Elia Emil Enzo Fay Finn Gina Glen Hana Hugo Ida Igor Ines Ivo Jana Joel Juno Kai Kira Lars Lea Leo Lina Luis Maja Marc Mila Nico Nina Nora Olaf Olga Omar Pia Raul Rhea Rosa Sami Sara Sven Tara Theo Tina Uwe Vera Wim Yara Zeno',
);
const lastNames = list(
  'Abel Adler Baker Banks Barros Becker Bell Blanc Bloom Boyd Braun Castro Chan Clarke Cole Costa Cruz Dahl Diaz Dunn Engel Evans Faber Falk Fox Frank Gallo Gomez Grant Haas Hahn Hill Holt Hunt Jung Kaya Keller Klein Koch Kraft Lang Leroy Lopez Lund Marsh Meier Moreau Nagel Nash Novak Olsen Otto Perez Pohl Quinn Reid Rossi Roth Sato Scott Silva Stark Stein Sun Torres Vance Vogt Wagner Webb Winter Wolf Young Zhang',
);

/** All additional data of the large demo, the same each time; the large organization first. */
export function* largeDemoOrganizations(): Generator<DemoOrganization> {
  yield initech();
  for (let index = 1; index < largeDemo.organizations; index += 1) yield company(index);
}

function initech(): DemoOrganization {
  const domain = 'initech.test';
  return {
    name: 'Initech',
    description: 'The largest customer, with as many people as a town.',
    maxSeats: largeDemo.members + largeDemo.openInvites + 5_000,
    createdDaysAgo: 1_000,
    members: Array.from({ length: largeDemo.members }, (_, place): DemoMember => {
      const person =
        place === 0
          ? { email: `bill@${domain}`, firstName: 'Bill', lastName: 'Lumbergh' }
          : personAt(place, domain);
      return {
        ...person,
        role: place === 0 ? 'owner' : place % 500 === 1 ? 'admin' : 'agent',
        joinedDaysAgo: 1_000 - Math.floor((place * 999) / largeDemo.members),
        activeHoursAgo: place % 7 === 6 ? null : scatter(place, 2_000),
      };
    }),
    invites: Array.from({ length: largeDemo.openInvites }, (_, place): DemoInvite => {
      const { email } = personAt(largeDemo.members + place, domain);
      return {
        email,
        role: place % 50 === 0 ? 'admin' : 'agent',
        // Some have expired, some will within two days.
        expiresInHours: 1 + scatter(place, 165) - (place % 10 === 0 ? 166 : 0),
        delivery: place % 40 === 7 ? 'failed' : 'sent',
      };
    }),
  };
}

function company(index: number): DemoOrganization {
  const name = [
    pick(kinds, index),
    pick(trades, Math.floor(index / kinds.length)),
    pick(towns, Math.floor(index / (kinds.length * trades.length))),
  ].join(' ');
  const domain = `${name.toLowerCase().replaceAll(' ', '-')}.test`;
  const createdDaysAgo = 20 + scatter(index, 900);
  const size = 1 + (scatter(index, 64) % pick([1, 2, 4, 8, 12], index));
  const members = Array.from({ length: size }, (_, place): DemoMember => ({
    ...personAt(index * 17 + place, domain),
    role: place === 0 ? 'owner' : place % 5 === 1 ? 'admin' : 'agent',
    joinedDaysAgo: Math.max(1, createdDaysAgo - place * 11),
    activeHoursAgo: (index + place) % 7 === 6 ? null : scatter(index + place, 1_500),
  }));
  const invites = Array.from({ length: scatter(index, 40) % 3 }, (_, place): DemoInvite => ({
    email: personAt(index * 17 + size + place, domain).email,
    role: place === 0 ? 'agent' : 'admin',
    expiresInHours: 1 + scatter(index + place, 165) - (index % 9 === 0 ? 166 : 0),
    delivery: (index + place) % 97 === 5 ? 'failed' : 'sent',
  }));
  const used = size + invites.filter(({ expiresInHours }) => expiresInHours > 0).length;
  return {
    name,
    description: `Customer support for ${name}.`,
    maxSeats: seatsFor(index, used),
    createdDaysAgo,
    members,
    invites,
  };
}

/** One in twelve is full, one in forty is above its limit, one in fifteen has no limit. */
function seatsFor(index: number, used: number): number | null {
  if (index % 15 === 3) return null;
  if (index % 40 === 9) return Math.max(1, used - 1);
  if (index % 12 === 5) return used;
  return used + 1 + scatter(index, 9);
}

/** @param number makes the address unique in its domain */
function personAt(number: number, domain: string) {
  const firstName = pick(firstNames, scatter(number, 1_009));
  const lastName = pick(lastNames, scatter(number, 7_919));
  return { firstName, lastName, email: `${firstName}.${lastName}.${number}@${domain}`.toLowerCase() };
}

/** A pseudo-random number below `below`, the same each time. */
function scatter(seed: number, below: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  return ((Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) ^ (mixed >>> 15)) >>> 0) % below;
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function list(list: string): string[] {
  return list.split(' ');
}
