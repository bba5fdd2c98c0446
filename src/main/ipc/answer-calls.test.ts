import { beforeEach, describe, expect, it, vi } from 'vitest';
import { invokeChannels } from '#contract/bridge/channels';
import type { IpcResult } from '#contract/bridge/types';
import { answerCalls } from './answer-calls.ts';
import type { Handler, Handlers } from './answer-calls.ts';

type Answer = (event: unknown, raw: unknown) => Promise<IpcResult<unknown>>;
const channels = vi.hoisted(() => new Map<string, Answer>());
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, answer: Answer) => channels.set(channel, answer) },
}));

beforeEach(() => channels.clear());

const returning =
  (value: unknown): Handler =>
  (_event, raw) =>
    Promise.resolve({ ok: true, value: [value, raw] });
const call = (channel: string) => channels.get(channel)?.({}, 'input');

describe('answerCalls', () => {
  it('answers every channel of the contract', () => {
    answerCalls(Promise.resolve<Handlers>(new Map()));
    expect([...channels.keys()]).toEqual(invokeChannels);
  });

  it('passes a call to the handler of its channel, in whichever group it is', async () => {
    const first: Handlers = new Map([['session.current', returning('first')]]);
    const second: Handlers = new Map([['invite.list', returning('second')]]);
    answerCalls(Promise.resolve(first), Promise.resolve(second));
    expect(await call('session.current')).toEqual({ ok: true, value: ['first', 'input'] });
    expect(await call('invite.list')).toEqual({ ok: true, value: ['second', 'input'] });
  });

  it('answers a call of the first group while the second is loading', async () => {
    const first: Handlers = new Map([['session.current', returning('first')]]);
    answerCalls(Promise.resolve(first), new Promise(() => undefined));
    expect(await call('session.current')).toEqual({ ok: true, value: ['first', 'input'] });
  });

  it('keeps a call waiting until its handler has loaded', async () => {
    const loading = Promise.withResolvers<Handlers>();
    answerCalls(Promise.resolve<Handlers>(new Map()), loading.promise);
    const answer = call('invite.list');
    loading.resolve(new Map([['invite.list', returning('loaded')]]));
    expect(await answer).toEqual({ ok: true, value: ['loaded', 'input'] });
  });

  it('fails a call that no handler answers', async () => {
    answerCalls(Promise.resolve<Handlers>(new Map()));
    await expect(call('invite.list')).rejects.toThrow('No handler answers invite.list.');
  });
});
