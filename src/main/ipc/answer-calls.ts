import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { invokeChannels } from '#contract/bridge/channels';
import type { InvokeChannel } from '#contract/bridge/channels';
import type { IpcResult } from '#contract/bridge/types';

/** Answers the calls of one channel. */
export type Handler = (event: IpcMainInvokeEvent, raw: unknown) => Promise<IpcResult<unknown>>;
export type Handlers = Map<InvokeChannel, Handler>;

/**
 * Answers the renderer's calls of every channel in the contract, from now on. A call that comes before its handler has
 * loaded waits for it.
 *
 * @param loading each group of handlers, in the order in which they load
 */
export function answerCalls(...loading: Promise<Handlers>[]): void {
  for (const channel of invokeChannels) {
    ipcMain.handle(channel, async (event, raw: unknown) => {
      for (const handlers of loading) {
        const handler = (await handlers).get(channel);
        if (handler !== undefined) return handler(event, raw);
      }
      throw new Error(`No handler answers ${channel}.`);
    });
  }
}
