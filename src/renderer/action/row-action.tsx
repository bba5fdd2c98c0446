import { RowButton } from '../components/table/row-button.tsx';
import { disabledReasonOf, isAvailable, type Action, type ActionContext } from './action.ts';
import type { RunOptions } from './run-action.ts';
import { useConfirmedAction } from './use-confirmed-action.tsx';

interface RowActionProps<Item> {
  action: Action<Item>;
  item: Item;
  context: ActionContext;
  options?: RunOptions;
  /** For a row outside of a table, which does not say what the button belongs to. */
  'aria-label'?: string;
}

/** An action as a button in a row; nothing where it does not apply to the object. */
export function RowAction<Item>({ action, item, context, options, ...props }: RowActionProps<Item>) {
  const start = useConfirmedAction(action, item, options);
  if (!isAvailable(action, item, context)) return null;
  return (
    <RowButton
      {...props}
      data-tone={action.isDestructive === true ? 'bad' : undefined}
      disabledReason={disabledReasonOf(action, item, context)}
      onClick={start}
    >
      {action.label}
    </RowButton>
  );
}
