import { describe, expect, it, vi } from 'vitest';

interface Call {
  (input?: unknown): unknown;
}
interface Channels {
  [noun: string]: { [verb: string]: Call };
}

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoke: vi.fn<(channel: string, input: unknown) => unknown>((channel, input) => ({ channel, input })),
  on: vi.fn<(channel: string, listener: (event: unknown, value: unknown) => void) => void>(),
  off: vi.fn<(channel: string, listener: unknown) => void>(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value),
  },
  ipcRenderer: { invoke: electron.invoke, on: electron.on, off: electron.off },
}));

await import('./index.ts');
const bridge = electron.exposed.get('fastlinkit') as Channels;
const calls = Object.entries(bridge).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, call]) => ({
    name: `${noun}.${verb}`,
    call,
    isEvent: /^on[A-Z]/.test(verb),
  })),
);

describe('the bridge', () => {
  it('is the only global of the renderer and contains functions only', () => {
    expect([...electron.exposed.keys()]).toEqual(['fastlinkit']);
    expect(calls.every(({ call }) => typeof call === 'function')).toBe(true);
  });

  it.each(calls.filter(({ isEvent }) => !isEvent))(
    'invokes the channel $name with its input',
    ({ name, call }) => {
      expect(call({ organizationId: 'o' })).toEqual({ channel: name, input: { organizationId: 'o' } });
    },
  );

  it.each(calls.filter(({ isEvent }) => isEvent))(
    'forwards the value of $name without the Electron event, until unsubscribed',
    ({ name, call }) => {
      const received: unknown[][] = [];
      const unsubscribe = call((...values: unknown[]) => received.push(values)) as () => void;
      const [channel, forward] = electron.on.mock.lastCall ?? [];
      forward?.({ sender: 'the whole ipcRenderer' }, 'value');
      expect(channel).toBe(name);
      expect(received).toEqual([['value']]);
      unsubscribe();
      expect(electron.off).toHaveBeenLastCalledWith(name, forward);
    },
  );
});
