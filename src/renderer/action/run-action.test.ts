import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BridgeProblem } from '#contract/bridge/types';
import type { Action } from './action.ts';

const toasts: { message: string; role: string }[] = [];
/** The problem of each row; undefined: it was cleared. */
const rowProblems: [row: string, problem?: string][] = [];
// The preload script puts the bridge there; the actions below do not call it.
vi.stubGlobal('window', { fastlinkit: {} });
vi.mock('@mantine/notifications', () => ({
  notifications: { show: (toast: { message: string; role: string }) => toasts.push(toast) },
}));
vi.mock('../components/table/row-problems.ts', () => ({
  setRowProblem: (row: string, problem: string) => rowProblems.push([row, problem]),
  clearRowProblem: (row: string) => rowProblems.push([row]),
}));
const { BridgeError } = await import('../data/bridge.ts');
const { actionKey, actionMutation } = await import('./action-mutation.ts');
const { problemMessage } = await import('../data/problem-message.ts');
const { runAction } = await import('./run-action.ts');

interface Parcel {
  id: string;
  name: string;
}

const onParcel = { name: 'send', label: 'Send', keyOf: ({ id }: Parcel) => ['parcel', id] };
const parcel: Parcel = { id: 'one', name: 'Books' };
const unavailable: BridgeProblem = { code: 'internal', detail: 'x' };
const gone: BridgeProblem = { code: 'not_found', detail: 'x' };

describe('runAction', () => {
  let client: QueryClient;
  let log: string[];

  function sending(result: Promise<string>): Action<Parcel, void, string> {
    return {
      ...onParcel,
      nameOf: ({ name }) => name,
      run: () => result,
      apply: (_client, answer) => log.push(`applied ${answer}`),
      successMessage: ({ name }, answer) => `${name}: ${answer}`,
      staleCodes: ['not_found'],
      refresh: () => log.push('refreshed'),
    };
  }

  const rejecting = (problem: BridgeProblem) => sending(Promise.reject(new BridgeError(problem)));

  beforeEach(() => {
    client = new QueryClient();
    log = [];
    toasts.length = 0;
    rowProblems.length = 0;
  });

  it('puts the answer into the cache and shows a toast', async () => {
    await runAction(client, sending(Promise.resolve('sent')), parcel, undefined, {
      problemRow: 'row',
      onSuccess: () => log.push('success'),
      onSettled: () => log.push('settled'),
    });
    expect(log).toEqual(['applied sent', 'success', 'settled']);
    expect(rowProblems).toEqual([['row']]);
    await vi.waitFor(() => expect(toasts).toMatchObject([{ message: 'Books: sent', role: 'status' }]));
  });

  it('shows a problem in the row', async () => {
    await runAction(client, rejecting(unavailable), parcel, undefined, {
      problemRow: 'row',
      onSuccess: () => log.push('success'),
      onSettled: () => log.push('settled'),
    });
    expect(rowProblems).toEqual([['row'], ['row', problemMessage(unavailable)]]);
    expect(log).toEqual(['settled']);
    expect(toasts).toEqual([]);
  });

  it('shows a problem in a toast that names the object where there is no row', async () => {
    await runAction(client, rejecting(unavailable), parcel, undefined);
    const message = `Books: ${problemMessage(unavailable)}`;
    await vi.waitFor(() => expect(toasts).toMatchObject([{ message, role: 'alert' }]));
    expect(rowProblems).toEqual([]);
  });

  it('loads the lists again and shows a toast when the object has gone, since its row is about to go', async () => {
    await runAction(client, rejecting(gone), parcel, undefined, { problemRow: 'row' });
    expect(log).toEqual(['refreshed']);
    expect(rowProblems).toEqual([['row']]);
    await vi.waitFor(() => expect(toasts).toMatchObject([{ role: 'alert' }]));
  });

  it('shows the expected result before the answer, and takes it back when the call is rejected', async () => {
    const action: Action<Parcel, string> = {
      ...onParcel,
      run: () => Promise.reject(new BridgeError(unavailable)),
      applyOptimistically: (_client, _parcel, address) => {
        log.push(`to ${address}`);
        return () => log.push('taken back');
      },
    };
    const done = runAction(client, action, parcel, 'Rome', { problemRow: 'row' });
    expect(log).toEqual(['to Rome']);
    await done;
    expect(log).toEqual(['to Rome', 'taken back']);
  });

  it('is pending under the key of the object, for all that show it', async () => {
    const answer = Promise.withResolvers<string>();
    const action = sending(answer.promise);
    const done = runAction(client, action, parcel, undefined);
    expect(client.isMutating({ mutationKey: actionKey(action, parcel) })).toBe(1);
    expect(client.isMutating({ mutationKey: ['parcel', 'one'] })).toBe(1);
    expect(client.isMutating({ mutationKey: ['parcel', 'two'] })).toBe(0);
    answer.resolve('sent');
    await done;
    expect(client.isMutating()).toBe(0);
  });

  it('runs two actions on one object one after the other', async () => {
    const first = Promise.withResolvers<string>();
    const begun: string[] = [];
    const action: Action<Parcel, string, string> = {
      ...onParcel,
      run: (_parcel, input) => {
        begun.push(input);
        return first.promise;
      },
    };
    const both = ['first', 'second'].map((input) => runAction(client, action, parcel, input));
    await vi.waitFor(() => expect(begun).toEqual(['first']));
    first.resolve('sent');
    await Promise.all(both);
    expect(begun).toEqual(['first', 'second']);
  });

  it('throws an error that is not the rejection of a call', async () => {
    const broken = sending(Promise.reject(new TypeError('a bug')));
    await expect(runAction(client, broken, parcel, undefined)).rejects.toThrow('a bug');
  });
});

describe('actionMutation', () => {
  it('names the organization whose seats may change', () => {
    const action: Action<Parcel> = {
      ...onParcel,
      run: () => Promise.resolve(),
      seatsOf: () => 'acme',
    };
    expect(actionMutation(action, parcel).meta).toEqual({ organizationId: 'acme' });
  });
});
