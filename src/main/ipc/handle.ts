import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import type { InvokeChannel } from '#contract/bridge/channels';
import type { InputOf, ValueOf } from '#contract/bridge/types';
import type { Log } from '../diagnostics/log.ts';
import { renderer } from '../window/app-scheme.ts';
import type { Handlers } from './answer-calls.ts';
import { foreignCall, resultOf } from './ipc-result.ts';

/** Registers the handler of a channel. The schema must accept every input that the bridge's type allows. */
export type Handle = <Channel extends InvokeChannel, Input>(
  channel: Channel,
  schema: z.ZodType<Input> & Accepts<InputOf<Channel>, Input>,
  run: (input: Input, caller: WebContents) => Promise<ValueOf<Channel>> | ValueOf<Channel>,
) => void;

type Accepts<Declared, Parsed> = Declared extends Parsed ? unknown : never;

/** The same for generated handlers, whose types only the bridge knows. */
export type HandleAny = <Input>(
  channel: InvokeChannel,
  schema: z.ZodType<Input>,
  run: (input: Input, caller: WebContents) => unknown,
) => void;

/** An id, as the server creates them. It becomes part of a path, so it contains no character with a meaning there. */
export const pathId = z.string().regex(/^[\w-]{1,64}$/);

/** The server's address, as the user types it. */
export const serverAddress = z.string().max(2048);

export const organizationInput = z.strictObject({ organizationId: pathId });

/** The input of channels that take none. */
export const noInput = z.undefined();

/**
 * Creates the function that registers handlers. Every handler first checks the sender and then the input, and answers
 * with an `IpcResult`.
 *
 * @param handlers where the handlers are registered
 */
export function createHandle(log: Log, handlers: Handlers): HandleAny {
  return (channel, schema, run) => {
    handlers.set(channel, async (event, raw) => {
      if (!isOwnRenderer(event)) {
        log.warn('ipc.foreign_call', { channel, origin: event.senderFrame?.origin });
        return foreignCall;
      }
      return resultOf(
        schema,
        raw,
        async (input) => run(input, event.sender),
        (error) => log.warn('ipc.call_failed', { channel, error }),
      );
    });
  };
}

/** A window that shows another page keeps its bridge, and so does a frame inside it. Neither may call. */
function isOwnRenderer({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === renderer.origin;
}
