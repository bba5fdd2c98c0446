import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BridgeProblem } from '#contract/bridge/types';
import type { NewRun, RunRow, WorkKind } from '#contract/work/model';
import { BridgeProblemError } from '../backend/bridge-problem.ts';
import type { CallServer } from './call-server.ts';
import { executeRun } from './run-execution.ts';
import type { Execution } from './run-execution.ts';
import { countRows, createRun, pauseRun, resumeRun, retryFailed, stopRun } from './run.ts';
import type { Run } from './run.ts';

const dayMs = 24 * 60 * 60 * 1000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What becomes of a request. */
const fates = [
  'answered',
  'lost',
  'unreachable',
  'away',
  'limited',
  'broken',
  'broken-after',
  'portal',
] as const;
type Fate = (typeof fates)[number];

const failures: Record<Exclude<Fate, 'answered'>, BridgeProblem> = {
  lost: { code: 'server_unreachable', detail: 'x' },
  unreachable: { code: 'server_unreachable', detail: 'x' },
  away: { code: 'unavailable', detail: 'x', retryAfter: 2 },
  limited: { code: 'rate_limited', detail: 'x', retryAfter: 5 },
  broken: { code: 'internal', detail: 'x' },
  'broken-after': { code: 'internal', detail: 'x' },
  portal: { code: 'not_fastlinkit', detail: 'x' },
};

interface Call {
  name: string;
  key: string | undefined;
  at: number;
}

/** The part of a server that runs use, on a line that fails as it is asked to. */
class Server {
  fates: Fate[] = [];
  calls: Call[] = [];
  features = ['invites.check'];
  /** Addresses that it does not invite. */
  refused = new Set<string>();
  /** Called with each request before it is answered. */
  onCall: () => void = () => undefined;
  /** By address: when it was invited. */
  readonly invited = new Map<string, number>();
  /** By invite: how often it was resent or revoked. */
  readonly acted = new Map<string, number>();
  readonly #kept = new Map<string, { body: string; answer: unknown }>();

  forgetKeys(): void {
    this.#kept.clear();
  }

  readonly call = (async (
    endpoint: { name: string },
    input: { params: Record<string, string>; body: unknown },
    options?: { idempotencyKey?: string },
  ) => {
    await Promise.resolve();
    const key = options?.idempotencyKey;
    this.calls.push({ name: endpoint.name, key, at: Date.now() });
    this.onCall();
    const fate = this.fates.shift() ?? 'answered';
    const reaches = fate === 'answered' || fate === 'lost' || fate === 'broken-after';
    const answer = reaches ? this.#answer(endpoint.name, input, key) : undefined;
    if (fate !== 'answered') throw new BridgeProblemError(failures[fate]);
    return answer;
  }) as unknown as CallServer;

  #answer(name: string, input: { params: Record<string, string>; body: unknown }, key?: string): unknown {
    const body = JSON.stringify(input);
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (kept) {
      if (kept.body !== body) throw new BridgeProblemError({ code: 'idempotency_key_reused', detail: body });
      return kept.answer;
    }
    const answer = this.#act(name, input);
    if (key !== undefined) this.#kept.set(key, { body, answer });
    return answer;
  }

  #act(name: string, { params, body }: { params: Record<string, string>; body: unknown }): unknown {
    switch (name) {
      case 'invite.bulk': {
        const { invites } = body as { invites: { email: string; role: string }[] };
        return { results: invites.map((row) => ({ ...row, ...this.#invite(row.email) })) };
      }
      case 'invite.resend':
      case 'invite.revoke': {
        const id = params['inviteId'] ?? '';
        this.acted.set(id, (this.acted.get(id) ?? 0) + 1);
        return {};
      }
      case 'version.get':
        return { version: '0.2.0', minimumApp: '0.1.0', features: this.features };
      case 'invite.check': {
        const { emails } = body as { emails: string[] };
        return { results: emails.map((email) => this.#check(email)) };
      }
      case 'invite.list':
        return { items: [...this.invited].map(([email, at]) => this.#invitation(email, at)) };
      case 'invite.get':
        return this.#openInvite(params['inviteId'] ?? '');
      default:
        throw new Error(`The server has no ${name}.`);
    }
  }

  #invite(email: string): { outcome: string; code?: string } {
    if (this.invited.has(email)) return { outcome: 'refused', code: 'invite_already_pending' };
    if (this.refused.has(email)) return { outcome: 'refused', code: 'seat_limit_reached' };
    this.invited.set(email, Date.now());
    return { outcome: 'invited' };
  }

  #check(email: string): unknown {
    const at = this.invited.get(email);
    if (at !== undefined) return { email, status: 'invited', invite: this.#invitation(email, at) };
    const invite = this.#openInvite(email);
    return { email, status: 'free', ...(invite.status === 'pending' ? { invite } : {}) };
  }

  #invitation(email: string, at: number) {
    return { id: email, email, invitedBy: { id: 'ada' }, createdAt: new Date(at).toISOString() };
  }

  /** The id of an open invite is its address here. */
  #openInvite(id: string) {
    const times = this.acted.get(id) ?? 0;
    return {
      id,
      email: id,
      sendCount: 1 + times,
      status: times > 0 && this.isRevoking ? 'revoked' : 'pending',
    };
  }

  isRevoking = false;
}

function rowsOf(kind: WorkKind, count: number): NewRun {
  const rows = Array.from({ length: count }, (_, index): RunRow => {
    const email = `person${index}@many.test`;
    return {
      line: index + 1,
      organizationId: index % 7 === 0 ? 'globex' : 'acme',
      email,
      name: email,
      ...(kind === 'invite' ? { role: 'agent' } : { inviteId: email, sendCount: 1 }),
    };
  });
  return { kind, rows };
}

let server: Server;
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-30T12:00:00Z') });
  server = new Server();
});
afterEach(() => vi.useRealTimers());

interface Tried {
  run: Run;
  execution: Execution;
  /** Whether its user is signed in in this app, and the server can be reached. */
  is: { signedIn: boolean; online: boolean };
  saved: string[];
}

function execute(run: Run): Tried {
  const is = { signedIn: true, online: true };
  const saved: string[] = [];
  const execution = executeRun(run, {
    call: server.call,
    userId: 'ada',
    log,
    isSignedIn: () => is.signedIn,
    isOnline: () => is.online,
    onChange: () => undefined,
    save: () => saved.push(JSON.stringify(run.chunks)),
  });
  return { run, execution, is, saved };
}

const start = (kind: WorkKind, count: number): Tried => execute(createRun('run', rowsOf(kind, count)));
const finish = () => vi.runAllTimersAsync();
const named = (name: string) => server.calls.filter((call) => call.name === name);

describe('a run of invites', () => {
  it('sends them in chunks of 50 of one organization', async () => {
    const { run } = start('invite', 120);
    await finish();
    expect(run.status).toBe('done');
    expect(countRows(run)).toEqual({ total: 120, done: 120, failed: 0, left: 0 });
    // 102 of one organization, 18 of the other.
    expect(named('invite.bulk')).toHaveLength(4);
    expect(server.invited.size).toBe(120);
  });

  it(
    'sends a chunk whose answer was lost again with the same key, and takes its rows for sent',
    { tags: ['guard:work-key'] },
    async () => {
      server.fates = ['answered', 'lost'];
      const { run } = start('invite', 120);
      await finish();
      const keys = named('invite.bulk').map(({ key }) => key);
      expect(keys[2]).toBe(keys[1]);
      expect(new Set(keys).size).toBe(4);
      expect(countRows(run)).toEqual({ total: 120, done: 120, failed: 0, left: 0 });
    },
  );

  it('keeps the key before the server gets it', async () => {
    const { saved, run } = start('invite', 1);
    const [chunk] = run.chunks;
    expect(chunk?.begunAt).toBe(Date.now());
    expect(saved.at(-1)).toBe(JSON.stringify(run.chunks));
    await finish();
  });

  it('says of each row that the server refused why', async () => {
    server.refused.add('person1@many.test');
    const { run, execution } = start('invite', 3);
    await finish();
    expect(run.results.get(1)).toEqual({
      state: 'failed',
      problem: { code: 'seat_limit_reached', detail: '' },
      isUncertain: false,
    });
    server.refused.clear();
    retryFailed(run);
    execution.wake();
    await finish();
    expect(countRows(run)).toEqual({ total: 3, done: 3, failed: 0, left: 0 });
    // What was refused gets a new key, or the server would repeat its refusal.
    expect(new Set(named('invite.bulk').map(({ key }) => key)).size).toBe(3);
  });
});

describe('a run while the server is away', () => {
  it.each(['invite', 'resend', 'revoke'] as const)(
    'uses up no row: %s',
    { tags: ['guard:work-outage'] },
    async (kind) => {
      server.fates = ['answered', ...Array.from({ length: 12 }, (): Fate => 'unreachable'), 'portal', 'away'];
      const { run } = start(kind, 30);
      await finish();
      expect(countRows(run)).toEqual({ total: 30, done: 30, failed: 0, left: 0 });
    },
  );

  it('waits for the connection, and goes on as soon as it is there', async () => {
    const { run, execution, is } = start('revoke', 30);
    is.online = false;
    execution.wake();
    await finish();
    expect(execution.state().waitingFor).toBe('server');
    const sent = server.calls.length;
    expect(sent).toBeLessThan(30);
    is.online = true;
    execution.wake();
    await finish();
    expect(countRows(run).done).toBe(30);
  });
});

describe('a run that the server slows down', () => {
  it('waits as long as the server says', async () => {
    server.fates = ['limited'];
    const { run } = start('invite', 7);
    await finish();
    const [first, second] = named('invite.bulk');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(5000);
    expect(countRows(run).done).toBe(7);
  });

  it('counts a row as failed that would have to wait for longer than a minute', async () => {
    failures.limited = { code: 'rate_limited', detail: 'x', retryAfter: 3600 };
    server.fates = ['limited'];
    const { run } = start('resend', 2);
    await finish();
    failures.limited = { code: 'rate_limited', detail: 'x', retryAfter: 5 };
    expect(countRows(run)).toEqual({ total: 2, done: 1, failed: 1, left: 0 });
    expect(run.results.get(0)).toMatchObject({ problem: { code: 'rate_limited' } });
  });

  it('tries a row that is limited again and again four times', async () => {
    server.fates = Array.from({ length: 10 }, (): Fate => 'limited');
    const { run } = start('resend', 1);
    await finish();
    expect(server.calls).toHaveLength(4);
    expect(countRows(run).failed).toBe(1);
  });

  it.each(['resend', 'revoke'] as const)(
    'does not do a row again whose answer was lost before the limit: %s',
    async (kind) => {
      server.fates = ['limited', 'limited', 'lost', 'limited', 'limited'];
      const { run, execution } = start(kind, 1);
      await finish();
      expect(countRows(run).failed).toBe(1);
      retryFailed(run);
      execution.wake();
      await finish();
      expect(countRows(run).done).toBe(1);
      expect([...server.acted.values()]).toEqual([1]);
    },
  );
});

describe('what the user does', () => {
  it('pauses after the request that is under way, and goes on', async () => {
    const { run, execution } = start('invite', 200);
    server.onCall = () => {
      if (server.calls.length === 2) pauseRun(run);
    };
    await finish();
    expect(named('invite.bulk')).toHaveLength(2);
    const { left } = countRows(run);
    expect(left).toBeGreaterThan(0);
    resumeRun(run);
    execution.wake();
    await finish();
    expect(countRows(run)).toEqual({ total: 200, done: 200, failed: 0, left: 0 });
  });

  it('stops, and sends the rest when asked to', async () => {
    const { run, execution } = start('revoke', 20);
    server.onCall = () => stopRun(run);
    await finish();
    expect(run.status).toBe('stopped');
    expect(server.calls.length).toBeLessThanOrEqual(4);
    server.onCall = () => undefined;
    resumeRun(run);
    execution.wake();
    await finish();
    expect([...server.acted.values()]).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it('signs out: nothing is sent in the name of the next user', async () => {
    const { is, execution, run } = start('invite', 200);
    server.onCall = () => (is.signedIn = false);
    await finish();
    execution.wake();
    await finish();
    expect(named('invite.bulk')).toHaveLength(1);
    expect(run.status).toBe('running');
  });
});

describe('a caller who may do none of it', () => {
  it('gets one refusal for the whole organization', async () => {
    failures.broken = { code: 'forbidden', detail: 'x' };
    server.fates = ['broken'];
    const { run } = start('invite', 200);
    await finish();
    failures.broken = { code: 'internal', detail: 'x' };
    const failed = [...run.results].filter(([, { state }]) => state === 'failed');
    expect(new Set(failed.map(([index]) => run.rows[index]?.organizationId)).size).toBe(1);
    expect(countRows(run).left).toBe(0);
  });
});

/** Starts the app again: what was saved is all that is known. */
function restart({ run, is }: Tried, whileAway: () => void): Tried {
  is.signedIn = false;
  whileAway();
  return execute({ ...structuredClone(run), isAskedFirst: true });
}

describe('a run that is taken up again later', () => {
  async function interrupted(kind: WorkKind, count: number, fate: Fate): Promise<Tried> {
    server.fates = [fate];
    const tried = start(kind, count);
    server.onCall = () => {
      if (server.calls.length >= 1) tried.is.signedIn = false;
    };
    await finish();
    server.onCall = () => undefined;
    return tried;
  }

  it.each([[['invites.check']], [[]]])(
    'recognizes the rows of a lost answer, also when the key is forgotten: features %j',
    async (features) => {
      server.features = features;
      const before = await interrupted('invite', 100, 'lost');
      const { run } = restart(before, () => {
        server.forgetKeys();
        vi.setSystemTime(Date.now() + 2 * dayMs);
      });
      await finish();
      expect(countRows(run)).toEqual({ total: 100, done: 100, failed: 0, left: 0 });
    },
  );

  it('does not send what somebody else has done meanwhile', async () => {
    const before = await interrupted('invite', 120, 'unreachable');
    // The last rows were not sent yet.
    server.invited.set('person118@many.test', Date.now());
    const { run } = restart(before, () => undefined);
    await finish();
    expect(run.results.get(118)).toMatchObject({ problem: { code: 'invite_already_pending' } });
    expect(countRows(run)).toMatchObject({ done: 119, failed: 1 });
  });

  it.each(['resend', 'revoke'] as const)('asks about each open invite: %s', async (kind) => {
    server.isRevoking = kind === 'revoke';
    const before = await interrupted(kind, 30, 'lost');
    const { run } = restart(before, () => {
      server.forgetKeys();
      vi.setSystemTime(Date.now() + 2 * dayMs);
    });
    await finish();
    expect(countRows(run)).toEqual({ total: 30, done: 30, failed: 0, left: 0 });
    expect(Math.max(...server.acted.values())).toBe(1);
  });
});

describe('whatever happens', () => {
  const events = ['pause', 'stop', 'restart', 'long-restart', 'offline'] as const;
  type Event = (typeof events)[number];

  it.each(['invite', 'resend', 'revoke'] as const)(
    'each row ends as done or failed, none is lost, and none is done twice: %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 130 }),
          fc.array(fc.constantFrom(...fates), { maxLength: 12 }),
          fc.array(fc.tuple(fc.nat(6), fc.constantFrom(...events)), { maxLength: 5 }),
          fc.uniqueArray(fc.nat(129), { maxLength: 5 }),
          async (count, line, happenings, refused) => {
            server = new Server();
            server.isRevoking = kind === 'revoke';
            server.fates = [...line];
            for (const index of refused) server.refused.add(`person${index}@many.test`);
            let tried = start(kind, count);

            for (const [afterCalls, event] of happenings) {
              const from = server.calls.length;
              server.onCall = () => {
                if (server.calls.length === from + afterCalls) interrupt(tried, event);
              };
              await finish();
              server.onCall = () => undefined;
              tried = takeUp(tried, event);
            }
            await finish();
            // What failed for a reason that may pass is tried until it has not.
            for (let time = 0; time <= line.length; time += 1) {
              retryFailed(tried.run);
              tried.execution.wake();
              await finish();
            }

            const { run } = tried;
            expect(run.status).toBe('done');
            expect(countRows(run).left).toBe(0);
            for (const [index, row] of run.rows.entries()) {
              const isDone = run.results.get(index)?.state === 'done';
              if (kind === 'invite') {
                expect(isDone, row.email).toBe(server.invited.has(row.email));
                expect(isDone, row.email).toBe(!server.refused.has(row.email));
              } else {
                expect([isDone, server.acted.get(row.email)], row.email).toEqual([true, 1]);
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  function interrupt({ run, is }: Tried, event: Event): void {
    if (event === 'pause') pauseRun(run);
    else if (event === 'stop') stopRun(run);
    else if (event === 'offline') is.online = false;
    else is.signedIn = false;
  }

  function takeUp(tried: Tried, event: Event): Tried {
    const { run, execution, is } = tried;
    resumeRun(run);
    is.online = true;
    if (event === 'restart') return restart(tried, () => undefined);
    if (event === 'long-restart') {
      return restart(tried, () => {
        server.forgetKeys();
        vi.setSystemTime(Date.now() + 2 * dayMs);
      });
    }
    execution.wake();
    return tried;
  }
});
