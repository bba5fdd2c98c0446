import type { QueryClient } from '@tanstack/react-query';
import type { BridgeProblem } from '#contract/bridge/types';
import { toastError, toastSuccess } from '../components/feedback/toast.ts';
import { clearRowProblem, setRowProblem } from '../components/table/row-problems.ts';
import { BridgeError } from '../data/bridge.ts';
import { problemMessage } from '../data/problem-message.ts';
import { actionMutation } from './action-mutation.ts';
import { isStale, type Action } from './action.ts';

/** What differs between the places that offer an action. */
export interface RunOptions {
  /** The row that shows the reason when the action fails. Without a row a toast shows it. */
  problemRow?: string | undefined;
  onSuccess?: () => void;
  /** Called after success and failure. */
  onSettled?: () => void;
}

/** The answer of an action's call, or the problem it was rejected with. */
export type ActionResult<Answer> = { ok: true; answer: Answer } | { ok: false; problem: BridgeProblem };

/** Runs an action without showing its result. */
export async function callAction<Item, Input, Answer>(
  client: QueryClient,
  action: Action<Item, Input, Answer>,
  item: Item,
  input: Input,
): Promise<ActionResult<Answer>> {
  const mutation = client.getMutationCache().build(client, actionMutation(action, item));
  try {
    return { ok: true, answer: await mutation.execute(input) };
  } catch (error) {
    if (error instanceof BridgeError) return { ok: false, problem: error.problem };
    throw error;
  }
}

/**
 * Runs an action and shows its result: success in a toast; a problem in the object's row, or in a toast where there is no row
 * or the row is about to go. It goes on when the component that started it is gone.
 */
export async function runAction<Item, Input, Answer>(
  client: QueryClient,
  action: Action<Item, Input, Answer>,
  item: Item,
  input: Input,
  options: RunOptions = {},
): Promise<void> {
  const { problemRow, onSuccess, onSettled } = options;
  if (problemRow !== undefined) clearRowProblem(problemRow);
  const result = await callAction(client, action, item, input);
  if (result.ok) {
    showSuccess(action, item, result.answer);
    onSuccess?.();
  } else if (problemRow === undefined || isStale(action, result.problem)) {
    const name = action.nameOf?.(item);
    const message = problemMessage(result.problem);
    toastError(name === undefined ? message : `${name}: ${message}`);
  } else {
    setRowProblem(problemRow, problemMessage(result.problem));
  }
  onSettled?.();
}

/** Shows the toast that an action has after success. */
export function showSuccess<Item, Input, Answer>(
  action: Action<Item, Input, Answer>,
  item: Item,
  answer: Answer,
): void {
  const message = action.successMessage?.(item, answer);
  if (message !== undefined) toastSuccess(message);
}
