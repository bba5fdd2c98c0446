import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewRun, RunSummary } from '#contract/work/model';
import type { CallServer } from './call-server.ts';
import type { OwnedRuns, RunStore } from './run-store.ts';
import { createRun, pauseRun } from './run.ts';
import { createWork } from './work.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ada = { server: 'https://a.test', userId: 'ada' };
const grace = { server: 'https://a.test', userId: 'grace' };
const twoInvites: NewRun = {
  kind: 'invite',
  rows: [1, 2].map((line) => {
    const email = `person${line}@x.test`;
    return { line, organizationId: 'o', email, name: email, role: 'agent' };
  }),
};

let saved: readonly OwnedRuns[];
let changes: RunSummary[][];
/** Answers the request that is under way. */
let answer: () => void;
let calls: string[];

function open(load: RunStore['load'] = () => []) {
  const store: RunStore = { isKept: () => true, load, save: (owners) => (saved = [...owners]) };
  const call = (async (endpoint: { name: string }, { body }: { body: { invites: object[] } }) => {
    calls.push(endpoint.name);
    const answered = Promise.withResolvers<void>();
    answer = () => answered.resolve();
    await answered.promise;
    return { results: body.invites.map((row) => ({ ...row, outcome: 'invited' })) };
  }) as unknown as CallServer;
  return createWork({ call, store, log, onChange: (runs) => changes.push(runs) });
}

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  changes = [];
  calls = [];
});
afterEach(() => vi.useRealTimers());

describe('the work of a user', () => {
  it('is published as it goes on, and stays until it is dismissed', async () => {
    const work = open();
    work.setOwner(ada, false);
    const runId = work.start(twoInvites);
    expect(work.left()).toEqual(new Map([['invite', 2]]));
    work.dismiss(runId);
    expect(work.runs()).toHaveLength(1);
    answer();
    await vi.runAllTimersAsync();
    expect(changes.at(-1)).toMatchObject([{ id: runId, status: 'done', isBusy: false, counts: { done: 2 } }]);
    expect(work.left()).toEqual(new Map());
    expect(work.report(runId)?.rows.map(({ result }) => result?.state)).toEqual(['done', 'done']);
    work.dismiss(runId);
    expect(work.runs()).toEqual([]);
    expect(work.report(runId)).toBeNull();
  });

  it('waits when the server ends the session, and is shown to nobody else', async () => {
    const work = open();
    work.setOwner(ada, false);
    const runId = work.start(twoInvites);
    work.pause(runId);
    work.setOwner(undefined, false);
    expect(work.runs()).toEqual([]);
    work.setOwner(grace, false);
    expect([work.runs(), work.report(runId), work.left().size]).toEqual([[], null, 0]);
    work.resume(runId);
    work.setOwner(ada, false);
    expect(work.runs()).toMatchObject([{ id: runId, status: 'paused' }]);
    answer();
    await vi.runAllTimersAsync();
  });

  it('is deleted when its user signs out', async () => {
    const work = open();
    work.setOwner(ada, false);
    work.start(twoInvites);
    expect(saved.flatMap(({ runs }) => runs)).toHaveLength(1);
    work.setOwner(undefined, true);
    answer();
    await vi.runAllTimersAsync();
    expect(saved).toEqual([]);
    work.setOwner(ada, false);
    expect(work.runs()).toEqual([]);
    expect(calls).toHaveLength(1);
  });

  it('is loaded as soon as the keychain is there, and not overwritten before', () => {
    const run = createRun('kept', twoInvites);
    pauseRun(run);
    const load = vi.fn<RunStore['load']>(() => undefined);
    const work = open(load);
    work.setOwner(ada, false);
    work.pause(work.start(twoInvites));
    expect(saved).toEqual([]);
    load.mockReturnValue([{ ...ada, runs: [run] }]);
    work.useOpenedKeychain();
    work.save();
    expect(work.runs().map(({ status }) => status)).toEqual(['paused', 'paused']);
    expect(saved.flatMap(({ runs }) => runs)).toHaveLength(2);
  });

  it('cannot begin while nobody is signed in', () => {
    const work = open();
    work.setOwner(undefined, false);
    expect(() => work.start(twoInvites)).toThrow('unauthenticated');
  });
});
