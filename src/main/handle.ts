import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { z } from 'zod';
import type { DeedChannel, InputOf, ValueOf } from '#contract/admin-bridge';
import { ownPage } from './app-scheme.ts';
import type { Log } from './log.ts';
import { foreignCall, outcomeOf } from './outcome.ts';

/** Answers one channel of the bridge. The schema must take all that the bridge's type allows. */
export type Handle = <Channel extends DeedChannel, Input>(
  channel: Channel,
  schema: z.ZodType<Input> & Accepts<InputOf<Channel>, Input>,
  work: (input: Input, caller: WebContents) => Promise<ValueOf<Channel>> | ValueOf<Channel>,
) => void;

type Accepts<Declared, Parsed> = Declared extends Parsed ? unknown : never;

/** The one way from the window into the main process: who calls is checked, then what; the answer is an `Outcome`. */
export function createHandle(log: Log): Handle {
  return (channel, schema, work) => {
    ipcMain.handle(channel, async (event, raw: unknown) => {
      if (!isOwnPage(event)) {
        log.warn('bridge.foreign_call', { channel, origin: event.senderFrame?.origin });
        return foreignCall;
      }
      return outcomeOf(
        schema,
        raw,
        async (input) => work(input, event.sender),
        (error) => log.warn('bridge.not_done', { channel, error }),
      );
    });
  };
}

/** A window that was led elsewhere keeps its bridge, and a frame inside it would have one: both are strangers. */
function isOwnPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === ownPage.origin;
}
