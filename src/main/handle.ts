import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { z } from 'zod';
import type { DeedChannel, InputOf, Outcome, ValueOf } from '#contract/admin-bridge';
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

/** Answers a call of a channel, whoever makes it. */
type Answer = (event: IpcMainInvokeEvent, raw: unknown) => Promise<Outcome<unknown>>;
export type Answers = Map<DeedChannel, Answer>;

/** Answers channels whose answers are still to be loaded: who calls sooner waits. */
export function handleLater(channels: readonly DeedChannel[], loaded: Promise<Answers>): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (event, raw: unknown) => {
      const answer = (await loaded).get(channel);
      if (answer === undefined) throw new Error(`Nobody answers ${channel}.`);
      return answer(event, raw);
    });
  }
}

/**
 * The one way from the window into the main process: who calls is checked, then what; the answer is an `Outcome`.
 *
 * @param answers where the answers go, for `handleLater`; without it they are given from now on
 */
export function createHandle(log: Log, answers?: Answers): Handle {
  return (channel, schema, work) => {
    const answer: Answer = async (event, raw) => {
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
    };
    if (answers) answers.set(channel, answer);
    else ipcMain.handle(channel, answer);
  };
}

/** A window that was led elsewhere keeps its bridge, and a frame inside it would have one: both are strangers. */
function isOwnPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === ownPage.origin;
}
