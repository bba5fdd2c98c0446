import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#contract/member/model';
import { openDatabase, type Database } from '../../src/backend/database/database.ts';
import { addMember } from '../../src/backend/member/add-member.ts';
import { refreshCounters } from '../../src/backend/organization/organization-counters-repository.ts';
import { insertOrganization } from '../../src/backend/organization/organization-repository.ts';
import { organizations } from '../../src/backend/database/tables/organizations.ts';
import { hashPassword } from '../../src/backend/platform/crypto/password.ts';
import { insertRecoveryCodes } from '../../src/backend/two-factor/recovery-codes.ts';
import { newRecoveryCodes } from '../../src/backend/two-factor/totp.ts';
import { insertUser } from '../../src/backend/user/user-repository.ts';
import { sharedKeys } from './shared-secret.ts';

/** Everybody's password, so that it is hashed once. */
const password = 'correct horse battery';
let hashed: Promise<string> | undefined;

/** Somebody with an account. */
export interface Person {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  password: string;
  /** Of somebody with two-factor on: each signs in once, and signing in takes it out of here. */
  recoveryCodes?: string[];
}

export interface TeamMember extends Person {
  memberId: string;
}

/** An organization with its people. */
export interface Team {
  organizationId: string;
  name: string;
  owner: TeamMember;
  admin: TeamMember;
  agent: TeamMember;
}

/** Makes what a test begins with, straight in the database: quick, and by the repositories that the server uses. */
export interface TestData {
  database: Database;
  person: (
    given?: Partial<Pick<Person, 'email' | 'firstName' | 'lastName'>> & {
      /** Somebody of staff, who has two-factor on unless said otherwise. */
      staff?: boolean;
      twoFactor?: boolean;
    },
  ) => Promise<Person>;
  /** An organization with its owner alone; without `maxSeats` there is no limit. */
  organization: (given: { owner: Person; name?: string; maxSeats?: number | null; id?: string }) => Promise<{
    organizationId: string;
    name: string;
    ownerMemberId: string;
  }>;
  member: (organizationId: string, person: Person, role: Role) => Promise<TeamMember>;
  /** An organization with an owner, an admin and an agent. */
  team: (given?: { name?: string; maxSeats?: number | null }) => Promise<Team>;
  setSeats: (organizationId: string, maxSeats: number | null) => Promise<void>;
  /** Counts what lists of organizations are sorted and filtered by, which the server does in its own time. */
  recount: () => Promise<void>;
  /** Moves all times of an invite into the past, as if so many milliseconds had gone by since it was sent. */
  age: (inviteId: string, byMs: number) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the database of a backend that has started: its tables are there. */
export function openTestData(databaseUrl: string): TestData {
  const database = openDatabase(databaseUrl, { poolSize: 2 });
  let count = 0;

  const person: TestData['person'] = async (given = {}) => {
    count += 1;
    hashed ??= hashPassword(password);
    const made: Person = {
      id: uuidv7(),
      email: given.email ?? `person-${count}@example.test`,
      firstName: given.firstName ?? 'Person',
      lastName: given.lastName ?? `Number ${count}`,
      password,
    };
    const { staff = false, twoFactor = staff } = given;
    if (twoFactor) made.recoveryCodes = newRecoveryCodes();
    const { password: _, recoveryCodes = [], ...row } = made;
    const passwordHash = await hashed;
    const totpConfirmedAt = twoFactor ? new Date() : null;
    const inserted = await database.transaction(async (tx) => {
      const isNew = await insertUser(tx, { ...row, passwordHash, staff, totpConfirmedAt });
      if (isNew && twoFactor) await insertRecoveryCodes(tx, sharedKeys, made.id, recoveryCodes);
      return isNew;
    });
    if (!inserted) throw new Error(`there is an account with the address ${made.email} already`);
    return made;
  };

  const member: TestData['member'] = async (organizationId, user, role) => {
    const made = await database.transaction((tx) =>
      addMember(tx, { organizationId, user, role, now: new Date() }),
    );
    if (!made) throw new Error(`${user.email} is a member already`);
    return { ...user, memberId: made.id };
  };

  const setSeats: TestData['setSeats'] = async (organizationId, maxSeats) => {
    await database.orm.execute(
      sql`update organization_subscriptions set max_seats = ${maxSeats} where organization_id = ${organizationId}`,
    );
  };

  const organization: TestData['organization'] = async ({
    owner,
    name,
    maxSeats = null,
    id: organizationId = uuidv7(),
  }) => {
    count += 1;
    const named = name ?? `Organization ${count}`;
    await database.transaction((tx) =>
      insertOrganization(tx, { id: organizationId, name: named, description: '', createdAt: new Date() }),
    );
    if (maxSeats !== null) await setSeats(organizationId, maxSeats);
    const { memberId } = await member(organizationId, owner, 'owner');
    return { organizationId, name: named, ownerMemberId: memberId };
  };

  return {
    database,
    person,
    organization,
    member,
    setSeats,
    async team(given = {}) {
      const owner = await person({ firstName: 'Olga', lastName: 'Owner' });
      const { organizationId, name, ownerMemberId } = await organization({ ...given, owner });
      const admin = await member(
        organizationId,
        await person({ firstName: 'Adam', lastName: 'Admin' }),
        'admin',
      );
      const agent = await member(
        organizationId,
        await person({ firstName: 'Agnes', lastName: 'Agent' }),
        'agent',
      );
      return { organizationId, name, owner: { ...owner, memberId: ownerMemberId }, admin, agent };
    },
    async recount() {
      const all = await database.orm.select({ id: organizations.id }).from(organizations);
      await database.transaction((tx) =>
        refreshCounters(
          tx,
          all.map(({ id }) => id),
        ),
      );
    },
    async age(inviteId, byMs) {
      const by = sql`make_interval(secs => ${byMs / 1000})`;
      await database.orm.execute(sql`
        update invites set
          created_at = created_at - ${by}, expires_at = expires_at - ${by}, last_sent_at = last_sent_at - ${by},
          recent_sends = array(select sent - ${by} from unnest(recent_sends) as sent)
        where id = ${inviteId}`);
    },
    close: () => database.close(),
  };
}
