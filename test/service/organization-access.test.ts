import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { openDatabase, type Executor } from '../../src/backend/database/database.ts';
import type { Caller, Identity } from '../../src/backend/platform/auth/caller.ts';
import { Problem } from '../../src/backend/platform/errors/problem.ts';
import { authorizeAndRead, authorize } from '../../src/backend/access/authorize.ts';
import { can, type Permission } from '../../src/backend/access/permissions.ts';
import { findLiveSessionIn } from '../../src/backend/session/session-repository.ts';
import { confirmClaimsIn } from '../../src/backend/session/authenticate.ts';
import type { Person } from '../helpers/factories.ts';
import { problemOf } from './problem-of.ts';
import { useDatabase } from './use-database.ts';
import { findCallerRole } from '../../src/backend/access/access-repository.ts';
import { findUser } from '../../src/backend/user/user-repository.ts';
import { startSession } from '../../src/backend/session/start-session.ts';

const harness = useDatabase();
const permissions: Permission[] = ['see', 'manage', 'edit', 'bill'];

const callerOf = ({ id, email }: Person, staff = false): Caller => ({
  userId: id,
  sessionId: '',
  name: 'Somebody',
  email,
  staff,
  scopes: null,
});

/** "Who may do what", in permissions. */
const allowed = {
  owner: ['see', 'manage', 'edit'],
  admin: ['see', 'manage', 'edit'],
  agent: ['see'],
  staff: ['see', 'manage', 'edit', 'bill'],
  nobody: [],
} as const satisfies Record<string, Permission[]>;

describe('can', () => {
  test.each(['owner', 'admin', 'agent', 'staff', 'nobody'] as const)('%s', (who) => {
    const role = who === 'staff' || who === 'nobody' ? null : who;
    const may = permissions.filter((permission) => can({ role, staff: who === 'staff' }, permission));
    expect(may).toEqual([...allowed[who]]);
  });

  test('gives staff who are members the permissions of both', () => {
    for (const role of ['owner', 'admin', 'agent'] as const) {
      expect(permissions.filter((permission) => can({ role, staff: true }, permission))).toEqual(permissions);
    }
  });
});

describe('authorize', () => {
  test.each(['owner', 'admin', 'agent'] as const)('%s', async (role) => {
    const team = await harness().testData.team();
    const { orm } = harness().database;
    for (const permission of permissions) {
      const access = authorize(orm, callerOf(team[role]), team.organizationId, permission);
      if ((allowed[role] as readonly Permission[]).includes(permission)) {
        expect(await access).toEqual({
          role,
          memberId: team[role].memberId,
          actor: { userId: team[role].id, name: 'Somebody', staff: false },
        });
      } else {
        const refusal = await problemOf(access);
        expect([refusal.code, refusal.message]).toEqual([
          'forbidden',
          "Your role in this organization doesn't allow this. Ask an admin or the owner.",
        ]);
      }
    }
  });

  test('lets staff act as members where their role is enough, and as staff otherwise', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const person = await testData.person({ staff: true });
    for (const permission of permissions) {
      expect(await authorize(database.orm, callerOf(person, true), team.organizationId, permission)).toEqual({
        role: null,
        memberId: null,
        actor: { userId: person.id, name: 'Somebody', staff: true },
      });
    }
    const { memberId } = await testData.member(team.organizationId, person, 'agent');
    for (const permission of permissions) {
      const access = await authorize(database.orm, callerOf(person, true), team.organizationId, permission);
      expect(access).toMatchObject({ role: 'agent', memberId, actor: { staff: permission !== 'see' } });
    }
  });

  test('answers an outsider alike for an existing and an unknown organization', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const outsider = await testData.person();
    const ids = [team.organizationId, '00000000-0000-7000-8000-000000000000', 'nonsense', ''];
    for (const [caller, organizationIds] of [
      [callerOf(outsider), ids],
      // Staff see all that there is, and nothing that there is not.
      [callerOf(outsider, true), ids.slice(1)],
    ] as const) {
      for (const organizationId of organizationIds) {
        const refusal = await problemOf(authorize(database.orm, caller, organizationId, 'see'));
        expect([refusal.code, refusal.message]).toEqual([
          'organization_not_found',
          "This organization doesn't exist, or you're not a member of it.",
        ]);
      }
    }
  });

  test('records the last activity of members only, once a minute', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const since = () =>
      harness().value(
        'select extract(epoch from now() - last_active_at)::float8 from members where id = $1',
        [team.admin.memberId],
      );
    const call = () => authorize(database.orm, callerOf(team.admin), team.organizationId, 'see');
    await problemOf(authorize(database.orm, callerOf(team.admin), team.organizationId, 'bill'));
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
      await harness().value(
        'select count(last_active_at)::int from members where organization_id = $1 and id <> $2',
        [team.organizationId, team.admin.memberId],
      ),
    ).toBe(0);
  });
});

describe('authorizeAndRead', () => {
  const identityOf = (person: Person, staff = false): Identity => ({
    userId: person.id,
    scopes: null,
    async confirm(executor, organizationId) {
      const callerRole = organizationId && (await findCallerRole(executor, organizationId, person.id));
      return {
        caller: callerOf(person, staff),
        callerRole: callerRole || undefined,
        touchSession: undefined,
      };
    },
  });

  test('returns the current rows to an authorized caller', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    let readings = 0;
    const read = () => Promise.resolve((readings += 1));
    const ask = () =>
      authorizeAndRead(database.orm, identityOf(team.admin), team.organizationId, 'manage', read);
    // Noted as active by this very call: what was read before that is read again.
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(3);
  });

  test('reads once for staff, whose activity is not stored', async () => {
    const { testData, database } = harness();
    const { organizationId } = await testData.team();
    const outsider = await testData.person();
    let readings = 0;
    const read = () => Promise.resolve((readings += 1));
    expect(
      await authorizeAndRead(database.orm, identityOf(outsider, true), organizationId, 'manage', read),
    ).toBe(1);
  });

  test('sends no statement on a connection that was released', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const outsider = await testData.person();
    const { promise: refusedLater, resolve } = Promise.withResolvers<unknown>();
    await problemOf(
      database.onOneConnection((executor) =>
        authorizeAndRead(executor, identityOf(outsider), team.organizationId, 'manage', async () => {
          await executor.execute('select pg_sleep(0.2)');
          resolve(await executor.execute('select 1').catch((error: Error) => error.cause));
        }),
      ),
    );
    expect(await refusedLater).toMatchObject({ message: 'this connection was given back' });
  });

  test('drops the rows for an unauthorized caller', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const outsider = await testData.person();
    const read = () => Promise.resolve('secret');
    for (const [who, organizationId, code] of [
      [identityOf(team.agent), team.organizationId, 'forbidden'],
      [identityOf(outsider), team.organizationId, 'organization_not_found'],
      [identityOf(outsider, true), '00000000-0000-7000-8000-000000000000', 'organization_not_found'],
      [identityOf(outsider, true), 'nonsense', 'organization_not_found'],
      [identityOf(team.owner), 'nonsense', 'organization_not_found'],
    ] as const) {
      const refusal = await problemOf(authorizeAndRead(database.orm, who, organizationId, 'manage', read));
      expect(refusal.code).toBe(code);
    }
  });

  test('reads nothing for a malformed id', async () => {
    const { testData, database } = harness();
    const { owner } = await testData.team();
    let read = false;
    const reading = () => Promise.resolve((read = true));
    await problemOf(authorizeAndRead(database.orm, identityOf(owner), "' or true --", 'see', reading));
    expect(read).toBe(false);
  });

  test('rejects an outsider without waiting for the rows', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const outsider = await testData.person();
    const refusal = await database.onOneConnection(async (executor) => {
      let isRead = false;
      const reading = () => executor.execute('select pg_sleep(1)').then(() => (isRead = true));
      const { code } = await problemOf(
        authorizeAndRead(executor, identityOf(outsider), team.organizationId, 'manage', reading),
      );
      return { code, isRead };
    });
    expect(refusal).toEqual({ code: 'organization_not_found', isRead: false });
  });

  test(
    'rejects an outsider without waiting for the rows when the session is recorded as in use',
    { tags: ['guard:authorize-before-writing'] },
    async () => {
      const { testData, database, value } = harness();
      const team = await testData.team();
      const outsider = await testData.person();
      const lastSeen = (sessionId: string) =>
        value(`select last_seen_at > now() - interval '1 minute' from sessions where id = $1`, [sessionId]);
      const ask = async (person: Person, seconds: number) => {
        const sessionId = await beginSession(database.orm, person.id);
        await database.pool.query(
          `update sessions set last_seen_at = now() - interval '2 minutes' where id = $1`,
          [sessionId],
        );
        const identity: Identity = {
          userId: person.id,
          scopes: null,
          confirm: (executor, organizationId) =>
            confirmClaimsIn(
              harness(),
              executor,
              { userId: person.id, sessionId, generation: 0 },
              organizationId,
            ),
        };
        let isRead = false;
        const outcome = await database.onOneConnection((executor) =>
          authorizeAndRead(executor, identity, team.organizationId, 'manage', async () => {
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
    },
  );

  test('does not delay the next request by the rows of an outsider', async () => {
    const { testData, databaseUrl } = harness();
    const team = await testData.team();
    const outsider = await testData.person();
    const database = openDatabase(databaseUrl, { poolSize: 2 });
    let isRead = false;
    const reading = (executor: Executor) => async () => {
      await executor.execute('select pg_sleep(1)');
      isRead = true;
    };
    await problemOf(
      database.onOneConnection((executor) =>
        authorizeAndRead(executor, identityOf(outsider), team.organizationId, 'manage', reading(executor)),
      ),
    );
    await database.pool.query('select 1');
    await database.onOneConnection((executor) => executor.execute('select 2'));
    expect(isRead).toBe(false);
    await database.close();
    expect(isRead).toBe(true);
  });

  test('reports a missing permission rather than an error of the read', async () => {
    const { testData, database } = harness();
    const team = await testData.team();
    const failing = () => Promise.reject(new Problem('invite_not_found', 'none'));
    const ask = (who: Identity) =>
      problemOf(authorizeAndRead(database.orm, who, team.organizationId, 'manage', failing));
    expect((await ask(identityOf(team.agent))).code).toBe('forbidden');
    expect((await ask(identityOf(team.owner))).code).toBe('invite_not_found');
    const confirm = () => Promise.reject(new Problem('unauthenticated', 'none'));
    const nobody = { userId: team.owner.id, scopes: null, confirm };
    expect((await ask(nobody)).code).toBe('unauthenticated');
  });
});

describe.each([
  ['findCallerRole', findCallerRole],
  ['findLiveSessionIn', callerRoleBySession],
])('%s', (_name, callerRoleOf) => {
  test('returns the role in this organization, not in others', async () => {
    const { testData, database } = harness();
    const [one, other] = [await testData.team(), await testData.team()];
    await testData.member(other.organizationId, one.agent, 'admin');
    const find = (organizationId: string, userId: string) =>
      callerRoleOf(database.orm, organizationId, userId);
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

test('findLiveSessionIn finds no ended or expired session', async () => {
  const { testData, database } = harness();
  const team = await testData.team();
  for (const over of ['ended_at = now()', `expires_at = now() - interval '1 second'`]) {
    const sessionId = await beginSession(database.orm, team.owner.id);
    const find = () => findLiveSessionIn(database.orm, sessionId, 'app', team.organizationId);
    expect(await find()).toMatchObject({ callerRole: { role: 'owner' } });
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
async function callerRoleBySession(executor: Executor, organizationId: string, userId: string) {
  const sessionId = await beginSession(executor, userId);
  const found = await findLiveSessionIn(executor, sessionId, 'app', organizationId);
  expect(found?.session.user.id).toBe(userId);
  expect(await findLiveSessionIn(executor, sessionId, 'web', organizationId)).toBeUndefined();
  return found?.callerRole;
}
