import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { openDatabase, type Executor } from '../../src/backend/database/database.ts';
import type { Caller, Identity } from '../../src/backend/http/caller.ts';
import { Problem } from '../../src/backend/http/problem.ts';
import { readWithAccess, requireAccess } from '../../src/backend/organization/organization-access-service.ts';
import { isAllowed, type Right } from '../../src/backend/organization/organization-access.ts';
import { findStanding } from '../../src/backend/organization/organization-repository.ts';
import { findLiveSessionIn, findUser } from '../../src/backend/session/session-repository.ts';
import { confirmClaimsIn } from '../../src/backend/session/access-token-service.ts';
import { startSession } from '../../src/backend/session/session-service.ts';
import type { Person } from '../support/factories.ts';
import { refused } from './refused.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();
const rights: Right[] = ['see', 'manage', 'edit', 'bill'];

const callerOf = ({ id, email }: Person, staff = false): Caller => ({
  userId: id,
  sessionId: '',
  name: 'Somebody',
  email,
  staff,
  scopes: null,
});

/** "Who may do what", in rights. */
const allowed = {
  owner: ['see', 'manage', 'edit'],
  admin: ['see', 'manage', 'edit'],
  agent: ['see'],
  staff: ['see', 'manage', 'edit', 'bill'],
  nobody: [],
} as const satisfies Record<string, Right[]>;

describe('isAllowed', () => {
  test.each(['owner', 'admin', 'agent', 'staff', 'nobody'] as const)('%s', (who) => {
    const role = who === 'staff' || who === 'nobody' ? null : who;
    const may = rights.filter((right) => isAllowed({ role, staff: who === 'staff' }, right));
    expect(may).toEqual([...allowed[who]]);
  });

  test('staff who are members have the rights of both', () => {
    for (const role of ['owner', 'admin', 'agent'] as const) {
      expect(rights.filter((right) => isAllowed({ role, staff: true }, right))).toEqual(rights);
    }
  });
});

describe('requireAccess', () => {
  test.each(['owner', 'admin', 'agent'] as const)('%s', async (role) => {
    const team = await stage().world.team();
    const { orm } = stage().database;
    for (const right of rights) {
      const access = requireAccess(orm, callerOf(team[role]), team.organizationId, right);
      if ((allowed[role] as readonly Right[]).includes(right)) {
        expect(await access).toEqual({
          role,
          memberId: team[role].memberId,
          actor: { userId: team[role].id, name: 'Somebody', staff: false },
        });
      } else {
        const refusal = await refused(access);
        expect([refusal.code, refusal.message]).toEqual([
          'forbidden',
          'Your role in this organization does not allow this. Ask an admin or the owner.',
        ]);
      }
    }
  });

  test('staff act as staff, as members only where their role is enough', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const person = await world.person({ staff: true });
    for (const right of rights) {
      expect(await requireAccess(database.orm, callerOf(person, true), team.organizationId, right)).toEqual({
        role: null,
        memberId: null,
        actor: { userId: person.id, name: 'Somebody', staff: true },
      });
    }
    const { memberId } = await world.member(team.organizationId, person, 'agent');
    for (const right of rights) {
      const access = await requireAccess(database.orm, callerOf(person, true), team.organizationId, right);
      expect(access).toMatchObject({ role: 'agent', memberId, actor: { staff: right !== 'see' } });
    }
  });

  test('for an outsider there is no more than for one that does not exist', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const ids = [team.organizationId, '00000000-0000-7000-8000-000000000000', 'nonsense', ''];
    for (const [caller, organizationIds] of [
      [callerOf(outsider), ids],
      // Staff see all that there is, and nothing that there is not.
      [callerOf(outsider, true), ids.slice(1)],
    ] as const) {
      for (const organizationId of organizationIds) {
        const refusal = await refused(requireAccess(database.orm, caller, organizationId, 'see'));
        expect([refusal.code, refusal.message]).toEqual([
          'organization_not_found',
          'There is no such organization, or you are not a member of it.',
        ]);
      }
    }
  });

  test('a member is noted as active once a minute, and nobody else is', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const since = () =>
      stage().value('select extract(epoch from now() - last_active_at)::float8 from members where id = $1', [
        team.admin.memberId,
      ]);
    const call = () => requireAccess(database.orm, callerOf(team.admin), team.organizationId, 'see');
    await refused(requireAccess(database.orm, callerOf(team.admin), team.organizationId, 'bill'));
    expect(await since()).toBeNull();
    await call();
    expect(Number(await since())).toBeLessThan(40);
    for (const [passed, fresh] of [
      ['50 seconds', false],
      ['20 seconds', true],
    ] as const) {
      await database.pool.query(
        'update members set last_active_at = last_active_at - $2::interval where id = $1',
        [team.admin.memberId, passed],
      );
      await call();
      expect(Number(await since()) < 40).toBe(fresh);
    }
    expect(
      await stage().value(
        'select count(last_active_at)::int from members where organization_id = $1 and id <> $2',
        [team.organizationId, team.admin.memberId],
      ),
    ).toBe(0);
  });
});

describe('readWithAccess', () => {
  const identityOf = (person: Person, staff = false): Identity => ({
    scopes: null,
    async confirm(executor, organizationId) {
      const standing = organizationId && (await findStanding(executor, organizationId, person.id));
      return { caller: callerOf(person, staff), standing: standing || undefined, noteSeen: undefined };
    },
  });

  test('gives what was read to whoever has the right, as it is now', async () => {
    const { world, database } = stage();
    const team = await world.team();
    let readings = 0;
    const read = () => Promise.resolve((readings += 1));
    const ask = () =>
      readWithAccess(database.orm, identityOf(team.admin), team.organizationId, 'manage', read);
    // Noted as active by this very call: what was read before that is read again.
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(3);
  });

  test('reads but once for staff, who are noted nowhere', async () => {
    const { world, database } = stage();
    const { organizationId } = await world.team();
    const outsider = await world.person();
    let readings = 0;
    const read = () => Promise.resolve((readings += 1));
    expect(
      await readWithAccess(database.orm, identityOf(outsider, true), organizationId, 'manage', read),
    ).toBe(1);
  });

  test('asks nothing more on a connection that was given back', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const { promise: refusedLater, resolve } = Promise.withResolvers<unknown>();
    await refused(
      database.onOneConnection((executor) =>
        readWithAccess(executor, identityOf(outsider), team.organizationId, 'manage', async () => {
          await executor.execute('select pg_sleep(0.2)');
          resolve(await executor.execute('select 1').catch((error: Error) => error.cause));
        }),
      ),
    );
    expect(await refusedLater).toMatchObject({ message: 'this connection was given back' });
  });

  test('drops what was read for whoever has not, and refuses as ever', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const read = () => Promise.resolve('secret');
    for (const [who, organizationId, code] of [
      [identityOf(team.agent), team.organizationId, 'forbidden'],
      [identityOf(outsider), team.organizationId, 'organization_not_found'],
      [identityOf(outsider, true), '00000000-0000-7000-8000-000000000000', 'organization_not_found'],
      [identityOf(outsider, true), 'nonsense', 'organization_not_found'],
      [identityOf(team.owner), 'nonsense', 'organization_not_found'],
    ] as const) {
      const refusal = await refused(readWithAccess(database.orm, who, organizationId, 'manage', read));
      expect(refusal.code).toBe(code);
    }
  });

  test('reads nothing for an id that cannot be one', async () => {
    const { world, database } = stage();
    const { owner } = await world.team();
    let read = false;
    const reading = () => Promise.resolve((read = true));
    await refused(readWithAccess(database.orm, identityOf(owner), "' or true --", 'see', reading));
    expect(read).toBe(false);
  });

  test('does not let a stranger wait for what there is to read', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const refusal = await database.onOneConnection(async (executor) => {
      let isRead = false;
      const reading = () => executor.execute('select pg_sleep(1)').then(() => (isRead = true));
      const { code } = await refused(
        readWithAccess(executor, identityOf(outsider), team.organizationId, 'manage', reading),
      );
      return { code, isRead };
    });
    expect(refusal).toEqual({ code: 'organization_not_found', isRead: false });
  });

  test('not even where it is to be noted that their session is in use', async () => {
    const { world, database, value } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const lastSeen = (sessionId: string) =>
      value(`select last_seen_at > now() - interval '1 minute' from sessions where id = $1`, [sessionId]);
    const ask = async (person: Person, seconds: number) => {
      const sessionId = await beginSession(database.orm, person.id);
      await database.pool.query(
        `update sessions set last_seen_at = now() - interval '2 minutes' where id = $1`,
        [sessionId],
      );
      const identity: Identity = {
        scopes: null,
        confirm: (executor, organizationId) =>
          confirmClaimsIn(executor, { userId: person.id, sessionId }, organizationId),
      };
      let isRead = false;
      const outcome = await database.onOneConnection((executor) =>
        readWithAccess(executor, identity, team.organizationId, 'manage', async () => {
          await executor.execute(sql`select pg_sleep(${seconds})`);
          isRead = true;
        }).then(
          () => 'answered',
          (problem: Problem) => problem.code,
        ),
      );
      return { outcome, isRead, noted: await lastSeen(sessionId) };
    };
    expect(await ask(outsider, 1)).toEqual({
      outcome: 'organization_not_found',
      isRead: false,
      noted: false,
    });
    expect(await ask(team.owner, 0)).toEqual({ outcome: 'answered', isRead: true, noted: true });
  });

  test('does not let the next request wait for what a stranger asked for', async () => {
    const { world, databaseUrl } = stage();
    const team = await world.team();
    const outsider = await world.person();
    const database = openDatabase(databaseUrl, { poolSize: 2 });
    let isRead = false;
    const reading = (executor: Executor) => async () => {
      await executor.execute('select pg_sleep(1)');
      isRead = true;
    };
    await refused(
      database.onOneConnection((executor) =>
        readWithAccess(executor, identityOf(outsider), team.organizationId, 'manage', reading(executor)),
      ),
    );
    await database.pool.query('select 1');
    await database.onOneConnection((executor) => executor.execute('select 2'));
    expect(isRead).toBe(false);
    await database.close();
    expect(isRead).toBe(true);
  });

  test('says who may not before it says why the reading failed', async () => {
    const { world, database } = stage();
    const team = await world.team();
    const failing = () => Promise.reject(new Problem('invite_not_found', 'none'));
    const ask = (who: Identity) =>
      refused(readWithAccess(database.orm, who, team.organizationId, 'manage', failing));
    expect((await ask(identityOf(team.agent))).code).toBe('forbidden');
    expect((await ask(identityOf(team.owner))).code).toBe('invite_not_found');
    const confirm = () => Promise.reject(new Problem('unauthenticated', 'none'));
    const nobody = { scopes: null, confirm };
    expect((await ask(nobody)).code).toBe('unauthenticated');
  });
});

describe.each([
  ['findStanding', findStanding],
  ['findLiveSessionIn', standingBySession],
])('%s', (_name, standingOf) => {
  test('tells the role in this organization, whatever it is in others', async () => {
    const { world, database } = stage();
    const [one, other] = [await world.team(), await world.team()];
    await world.member(other.organizationId, one.agent, 'admin');
    const find = (organizationId: string, userId: string) => standingOf(database.orm, organizationId, userId);
    expect(await find(one.organizationId, one.agent.id)).toMatchObject({
      role: 'agent',
      memberId: one.agent.memberId,
      stale: true,
    });
    expect(await find(other.organizationId, one.agent.id)).toMatchObject({ role: 'admin' });
    expect(await find(other.organizationId, one.owner.id)).toMatchObject({
      role: null,
      memberId: null,
      stale: false,
    });
    expect(await find('00000000-0000-7000-8000-000000000000', one.owner.id)).toBeUndefined();
  });
});

test('findLiveSessionIn knows no session that has ended or expired', async () => {
  const { world, database } = stage();
  const team = await world.team();
  for (const over of ['ended_at = now()', `expires_at = now() - interval '1 second'`]) {
    const sessionId = await beginSession(database.orm, team.owner.id);
    const find = () => findLiveSessionIn(database.orm, sessionId, 'app', team.organizationId);
    expect(await find()).toMatchObject({ standing: { role: 'owner' } });
    await database.pool.query(`update sessions set ${over} where id = $1`, [sessionId]);
    expect(await find()).toBeUndefined();
  }
});

async function beginSession(executor: Executor, userId: string): Promise<string> {
  const user = await findUser(executor, userId);
  if (!user) throw new Error(`there is no user ${userId}`);
  return startSession(executor, { user, kind: 'app', origin: { device: 'test', address: '127.0.0.1' } });
}

/** By a session that they begin. */
async function standingBySession(executor: Executor, organizationId: string, userId: string) {
  const sessionId = await beginSession(executor, userId);
  const found = await findLiveSessionIn(executor, sessionId, 'app', organizationId);
  expect(found?.session.user.id).toBe(userId);
  expect(await findLiveSessionIn(executor, sessionId, 'web', organizationId)).toBeUndefined();
  return found?.standing;
}
