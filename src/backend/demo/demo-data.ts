import type { AssignableRole, Role } from '#contract/member/model';

/** The password of all accounts of the demo. It is public: the demo is never filled into a database with data. */
export const demoPassword = 'fastlinkit-demo';

export interface DemoPerson {
  email: string;
  firstName: string;
  lastName: string;
}

export interface DemoMember extends DemoPerson {
  role: Role;
  joinedDaysAgo: number;
  /** null when they were never active. */
  activeHoursAgo: number | null;
}

export interface DemoInvite {
  email: string;
  role: AssignableRole;
  /** Negative for an expired invite. An invite is valid for seven days. */
  expiresInHours: number;
  delivery: 'sent' | 'failed';
}

/** The seats at the end of a day on which they changed. */
export interface DemoSeats {
  daysAgo: number;
  maxSeats: number | null;
  members: number;
  pendingInvites: number;
}

export interface DemoOrganization {
  name: string;
  description: string;
  /** null for unlimited. */
  maxSeats: number | null;
  createdDaysAgo: number;
  /** The first is the owner. */
  members: DemoMember[];
  invites: DemoInvite[];
  /** The seats before today, the oldest first; undefined without a history. */
  history?: DemoSeats[];
}

export const demoStaff: DemoPerson = {
  email: 'support@fastlinkit.test',
  firstName: 'Robin',
  lastName: 'Fields',
};

const acme: DemoOrganization = {
  name: 'Acme Support',
  description: 'Answers everything about Acme products, from anvils to rocket skates.',
  maxSeats: 10,
  createdDaysAgo: 400,
  members: [
    member('ada@acme.test', 'Ada', 'Lovelace', 'owner', 400, 1),
    member('grace@acme.test', 'Grace', 'Hopper', 'admin', 390, 3),
    member('linus@acme.test', 'Linus', 'Larsson', 'agent', 210, 26),
    member('margaret@acme.test', 'Margaret', 'Hamilton', 'agent', 45, null),
  ],
  invites: [
    { email: 'barbara@acme.test', role: 'agent', expiresInHours: 150, delivery: 'sent' },
    { email: 'edsger@acme.test', role: 'admin', expiresInHours: 20, delivery: 'sent' },
    { email: 'tony@acme.test', role: 'agent', expiresInHours: -30, delivery: 'sent' },
  ],
  history: [
    // Five seats at first, and ten since they were used up.
    ...seatDays(5, [
      [45, 4, 0],
      [29, 4, 1],
      [26, 5, 0],
    ]),
    ...seatDays(10, [
      [22, 5, 2],
      [20, 6, 1],
      [17, 6, 3],
      [14, 6, 2],
      [12, 5, 2],
      [9, 5, 1],
      [8, 4, 1],
      [6, 4, 2],
    ]),
    ...seatDays(10, [
      [2, 4, 3],
      [1, 4, 2],
    ]),
  ],
};

const globex: DemoOrganization = {
  name: 'Globex',
  description: 'Global exports, with a small and busy team.',
  maxSeats: 3,
  createdDaysAgo: 230,
  members: [
    member('hank@globex.test', 'Hank', 'Sanders', 'owner', 230, 5),
    member('frank@globex.test', 'Frank', 'Friedman', 'admin', 200, 30),
    member('mindy@globex.test', 'Mindy', 'Meyer', 'agent', 12, 8),
  ],
  invites: [],
  history: seatDays(3, [
    [60, 2, 0],
    [25, 2, 1],
    [18, 2, 0],
    [15, 2, 1],
    [12, 3, 0],
  ]),
};

/** @param days days ago, members, pending invites */
function seatDays(maxSeats: number, days: [number, number, number][]): DemoSeats[] {
  return days.map(([daysAgo, members, pendingInvites]) => ({ daysAgo, maxSeats, members, pendingInvites }));
}

function member(
  email: string,
  firstName: string,
  lastName: string,
  role: Role,
  joinedDaysAgo: number,
  activeHoursAgo: number | null,
): DemoMember {
  return { email, firstName, lastName, role, joinedDaysAgo, activeHoursAgo };
}

const names = [
  'Alder Joinery',
  'Amber Bakery',
  'Anchor Logistics',
  'Atlas Travel',
  'Aurora Optics',
  'Beacon Insurance',
  'Birch & Sons',
  'Blue Harbor Boats',
  'Brightwell Dental',
  'Cedar Roofing',
  'Cobalt Printing',
  'Copper Kettle Coffee',
  'Crescent Physio',
  'Dune Surf School',
  'Eastgate Pharmacy',
  'Élan Fitness',
  'Elmwood Vets',
  'Ember Pottery',
  'Fjord Outdoor',
  'Foxglove Flowers',
  'Granite Builders',
  'Greenfield Farm Shop',
  'Halcyon Yoga',
  'Harvest Catering',
  'Hazel & Co.',
  'Ironbridge Bikes',
  'Juniper Spirits',
  'Kestrel Couriers',
  'Lantern Books',
  'Larkspur Media',
  'Lighthouse Legal',
  'Linden Tax Advice',
  'Magnolia Weddings',
  'Maple Street Clinic',
  'Meridian Maps',
  'Moonrise Studios',
  'Northwind Traders',
  'Oak Hill School',
  'Orchard Software',
  'Pebble Toys',
  'Quarry Stone',
  'Riverside Rentals',
  'Saffron Kitchen',
  'Silverline Audio',
  'Tidewater Plumbing',
  'Umbra Lighting',
  'Vesta Homes',
  'Willow Garden Centre',
];
const sizes = [
  1, 2, 3, 5, 8, 13, 21, 4, 1, 6, 2, 34, 3, 9, 1, 7, 12, 2, 55, 4, 16, 3, 1, 10, 2, 5, 28, 1, 6, 3, 18, 8, 2,
  90, 4, 1, 24, 40, 11, 2, 3, 14, 1, 5, 7, 2, 30, 6,
];
const firstNames = [
  'Amina',
  'Björn',
  'Carla',
  'Dmitri',
  'Elif',
  'Farah',
  'Gustav',
  'Hana',
  'Ivan',
  'Jana',
  'Kofi',
  'Lena',
  'Mateo',
  'Nadia',
  'Oskar',
  'Priya',
  'Quentin',
  'Rosa',
  'Sven',
  'Tomoko',
  'Uma',
  'Viktor',
  'Wanda',
  'Zoë',
];
const lastNames = [
  'Abara',
  'Berg',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Haddad',
  'Ivanova',
  'Jansen',
  'Kowalski',
  'Lindqvist',
  'Müller',
  'Nakamura',
  'Okafor',
  'Petrov',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Vogel',
  'Weber',
  'Yılmaz',
];

/** All data of the demo, the same each time. */
export function demoOrganizations(): DemoOrganization[] {
  return [acme, globex, ...names.map(smallBusiness)];
}

function smallBusiness(name: string, index: number): DemoOrganization {
  const domain = `${asciiOf(name)}.test`;
  const createdDaysAgo = 700 - index * 14;
  const size = pick(sizes, index);
  const members = Array.from({ length: size }, (_, place): DemoMember => {
    const person = personAt(index * 31 + place * 7 + Math.floor(place / 24), domain, place);
    return {
      ...person,
      role: place === 0 ? 'owner' : place % 9 === 1 ? 'admin' : 'agent',
      joinedDaysAgo: Math.max(1, createdDaysAgo - place * 3),
      activeHoursAgo: place % 6 === 5 ? null : (place * 17 + index) % 700,
    };
  });
  const invites = Array.from({ length: index % 5 }, (_, place): DemoInvite => {
    const person = personAt(index * 13 + place * 11 + 5, domain, size + place);
    const expiresInHours = [120, 30, -60, 90][place] ?? 60;
    const failed = index % 10 === 4 && place === 0;
    return {
      email: person.email,
      role: place % 4 === 3 ? 'admin' : 'agent',
      expiresInHours,
      delivery: failed ? 'failed' : 'sent',
    };
  });
  return {
    name,
    description: `Customer support for ${name}.`,
    maxSeats: seatsFor(index, size + invites.filter(({ expiresInHours }) => expiresInHours > 0).length),
    createdDaysAgo,
    members,
    invites,
  };
}

/** Some organizations are full, a few above their limit, some unlimited; most have free seats. */
function seatsFor(index: number, used: number): number | null {
  if (index % 12 === 7) return null;
  if (index % 8 === 2) return used;
  if (index % 16 === 11) return Math.max(1, used - 2);
  return Math.ceil((used + 1) / 5) * 5;
}

/** @param number makes the address unique in its domain */
function personAt(seed: number, domain: string, number: number): DemoPerson {
  const firstName = pick(firstNames, seed);
  const lastName = pick(lastNames, seed * 5 + 3);
  return { firstName, lastName, email: `${asciiOf(firstName)}.${asciiOf(lastName)}${number + 1}@${domain}` };
}

function asciiOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '');
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
