import { useIsMutating, useQueryClient } from '@tanstack/react-query';
import { useDisabledReason } from '../data/connection.ts';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { actionKey } from './action-mutation.ts';
import type { Action, ActionContext } from './action.ts';
import { runAction, type RunOptions } from './run-action.ts';

/** @returns what runs the action on the object */
export function useAction<Item, Input, Answer>(
  action: Action<Item, Input, Answer>,
  item: Item,
  options?: RunOptions,
): (input: Input) => void {
  const client = useQueryClient();
  return (input) => void runAction(client, action, item, input, options);
}

/** For a place where the user chooses the object or the action last. @returns what runs an action on an object */
export function useRunAction(
  options?: RunOptions,
): <Item, Answer>(action: Action<Item, void, Answer>, item: Item) => void {
  const client = useQueryClient();
  return (action, item) => void runAction(client, action, item, undefined, options);
}

/** Whether the action is running on the object, wherever in the window it was started. */
export function useIsPending<Item, Input, Answer>(action: Action<Item, Input, Answer>, item: Item): boolean {
  return useIsMutating({ mutationKey: actionKey(action, item) }) > 0;
}

/** What decides, besides an object, which of its actions can be run now. */
export function useActionContext(): ActionContext {
  return { now: useCoarseNow(), disabledReason: useDisabledReason() };
}
