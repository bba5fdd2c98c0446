import { mutationOptions } from '@tanstack/react-query';
import { BridgeError } from '../data/bridge.ts';
import { isStale, type Action } from './action.ts';

/**
 * Nobody reads an action that has ended, but each row looks through all that are kept: with the default of five minutes a
 * bulk action would leave a thousand of them.
 */
const endedActionMs = 100;

/** The mutation key of an action on an object. */
export function actionKey<Item>(action: Pick<Action<Item>, 'keyOf' | 'name'>, item: Item): string[] {
  return [...action.keyOf(item), action.name];
}

/**
 * The call of an action with its effects on the query cache, and nothing that the user sees: a form passes it to
 * `useMutation` and shows the problem in its fields, `runAction` runs it for buttons. Actions on one object run one after
 * the other.
 */
export function actionMutation<Item, Input, Answer>(action: Action<Item, Input, Answer>, item: Item) {
  const organizationId = action.seatsOf?.(item);
  return mutationOptions<Answer, BridgeError, Input, () => void>({
    mutationKey: actionKey(action, item),
    scope: { id: action.keyOf(item).join(' ') },
    gcTime: endedActionMs,
    ...(organizationId === undefined ? {} : { meta: { organizationId } }),
    mutationFn: async (input, { client }) => {
      try {
        const answer = await action.run(item, input);
        action.apply?.(client, answer, item);
        return answer;
      } catch (error) {
        if (error instanceof BridgeError && isStale(action, error.problem)) action.refresh?.(client, item);
        throw error;
      }
    },
    onMutate: (input, { client }) => action.applyOptimistically?.(client, item, input) ?? (() => undefined),
    onError: (_error, _input, takeBack) => takeBack?.(),
  });
}
