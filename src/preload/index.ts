import { contextBridge, ipcRenderer } from 'electron';
import { eventChannels, invokeChannels } from '#contract/bridge/channels';
import type { EventChannel, InvokeChannel } from '#contract/bridge/channels';

/** Calls the main process on one channel. The answer is always an `IpcResult`. */
function call(channel: InvokeChannel) {
  return (input?: unknown): Promise<unknown> => ipcRenderer.invoke(channel, input);
}

/** Subscribes to one event. The listener does not receive Electron's own event, which exposes `ipcRenderer`. */
function subscribe(channel: EventChannel) {
  return (listener: (value: unknown) => void) => {
    const forward = (_event: unknown, value: unknown): void => listener(value);
    ipcRenderer.on(channel, forward);
    return (): void => {
      ipcRenderer.off(channel, forward);
    };
  };
}

const bridge: Record<string, Record<string, unknown>> = {};

function add(channel: string, member: unknown): void {
  const [noun = '', verb = ''] = channel.split('.');
  (bridge[noun] ??= {})[verb] = member;
}

for (const channel of invokeChannels) add(channel, call(channel));
for (const channel of eventChannels) add(channel, subscribe(channel));

contextBridge.exposeInMainWorld('fastlinkit', bridge);
