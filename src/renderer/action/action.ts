import type { Icon } from '@tabler/icons-react';
import type { QueryClient } from '@tanstack/react-query';
import type { BridgeProblem } from '#contract/bridge/types';
import type { RunRow, WorkKind } from '#contract/work/model';

/** The question that comes before an action that matters. */
export interface Confirmation {
  /** A question that names the objects. */
  title: string;
  confirmLabel: string;
  /** What will happen. */
  paragraphs: readonly string[];
  /** Nothing is taken away, so that the button is not red. */
  isHarmless?: boolean;
}

/**
 * Something that a user does to an object. Each action is defined once, in the `actions/` folder of its domain, and every
 * place that shows the object offers that definition: row, menu, details, command palette, inbox and bulk bar.
 *
 * `Item` is the object, `Input` is what the user enters or chooses, `Answer` is what the call returns.
 */
export interface Action<Item, Input = void, Answer = unknown> {
  /** The verb, as in the channel and the route: "resend". It ends the mutation key. */
  name: string;
  /** The text of its button. */
  label: string;
  icon?: Icon;
  /** It takes something away, and its button is red. */
  isDestructive?: boolean;
  /** Identifies the object: the mutation keys of all actions on it begin with this. */
  keyOf(item: Item): readonly string[];
  /** The object's name, in front of the reason when a toast says that the action failed. */
  nameOf?(item: Item): string;
  /** Whether the action applies to the object in its state; by default it does. */
  isAvailable?(item: Item, now: number): boolean;
  /** Why an available action cannot be run at the moment; undefined when it can. */
  disabledReason?(item: Item, now: number): string | undefined;
  /** The question to ask first. */
  confirmation?(items: readonly Item[]): Confirmation;
  /** Calls the main process. @throws BridgeError when the call is rejected */
  run(item: Item, input: Input): Promise<Answer>;
  /** Puts the answer into the query cache. */
  apply?(client: QueryClient, answer: Answer, item: Item): void;
  /** Shows the expected result before the answer is there. @returns what takes it back when the call is rejected */
  applyOptimistically?(client: QueryClient, item: Item, input: Input): () => void;
  /** The toast after success; without it the result is visible by itself. */
  successMessage?(item: Item, answer: Answer): string;
  /** Problems which mean that the object has changed or gone since it was loaded. */
  staleCodes?: readonly BridgeProblem['code'][];
  /** Loads the object's lists again after a problem of `staleCodes`. */
  refresh?(client: QueryClient, item: Item): void;
  /** The organization whose seats the action may change. */
  seatsOf?(item: Item): string;
}

/** How an action is run on many objects: by the main process, which gets a row for each. */
export interface BulkOptions<Item> {
  /** The text of its button: "Resend selected". */
  button: string;
  kind: WorkKind;
  rowOf(item: Item): Omit<RunRow, 'line' | 'name'>;
  /** The question before it is run on very many, for an action that asks nothing before one. */
  confirmation?(items: readonly Item[]): Confirmation;
}

/** An action that can be run on all selected objects. */
export type BulkAction<Item> = Action<Item> & { bulk: BulkOptions<Item> };

/** On more objects than this no action begins without a question. */
const mostWithoutQuestion = 20;

/**
 * What has the question before an action is run on so many objects; undefined: it begins at once.
 *
 * @param count how many objects it is run on
 */
export function questionOf<Item>(
  action: BulkAction<Item>,
  count: number,
): Pick<Action<Item>, 'confirmation'> | undefined {
  if (action.confirmation) return action;
  return count > mostWithoutQuestion && action.bulk.confirmation ? action.bulk : undefined;
}

/** What decides, besides the object, whether an action can be run. */
export interface ActionContext {
  now: number;
  /** Why nothing can be changed at the moment: the connection is lost, or the data shown is from last time. */
  disabledReason: string | undefined;
}

/** Whether the action applies to the object, so that its button is shown. */
export function isAvailable<Item>(
  action: Pick<Action<Item>, 'isAvailable'>,
  item: Item,
  { now }: ActionContext,
): boolean {
  return action.isAvailable?.(item, now) ?? true;
}

/** Why the action's button cannot be pressed; undefined when it can. */
export function disabledReasonOf<Item>(
  action: Pick<Action<Item>, 'disabledReason'>,
  item: Item,
  { now, disabledReason }: ActionContext,
): string | undefined {
  return disabledReason ?? action.disabledReason?.(item, now);
}

/** Whether the problem means that the object has changed or gone since it was loaded. */
export function isStale(action: Pick<Action<never>, 'staleCodes'>, { code }: BridgeProblem): boolean {
  return action.staleCodes?.includes(code) ?? false;
}
