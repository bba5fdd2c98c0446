import { ActionButton } from '../components/form/action-button.tsx';
import classes from './action-buttons.module.css';
import { disabledReasonOf, isAvailable, type Action, type ActionContext } from './action.ts';
import type { RunOptions } from './run-action.ts';
import { useIsPending } from './use-action.ts';
import { useConfirmedAction } from './use-confirmed-action.tsx';

interface ButtonActionProps<Item> {
  action: Action<Item>;
  item: Item;
  context: ActionContext;
  options?: RunOptions;
}

/** An action as a button outside of rows; nothing where it does not apply to the object. */
export function ButtonAction<Item>({ action, item, context, options }: ButtonActionProps<Item>) {
  const start = useConfirmedAction(action, item, options);
  const isPending = useIsPending(action, item);
  if (!isAvailable(action, item, context)) return null;
  return (
    <ActionButton
      variant="default"
      className={action.isDestructive === true ? classes.destructive : ''}
      disabledReason={disabledReasonOf(action, item, context)}
      loading={isPending}
      onClick={start}
    >
      {action.label}
    </ActionButton>
  );
}
