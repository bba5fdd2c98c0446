import { ActionButton } from '../components/form/action-button.tsx';
import classes from './action-buttons.module.css';
import type { BulkAction } from './action.ts';

interface BulkActionButtonsProps<Item> {
  actions: readonly BulkAction<Item>[];
  /** Why none of them can be started now. */
  disabledReason: string | undefined;
  onStart: (action: BulkAction<Item>) => void;
}

/** The buttons that run an action on all selected objects. */
export function BulkActionButtons<Item>({ actions, disabledReason, onStart }: BulkActionButtonsProps<Item>) {
  return actions.map((action) => (
    <ActionButton
      key={action.name}
      variant="default"
      className={action.isDestructive === true ? classes.destructive : ''}
      disabledReason={disabledReason}
      onClick={() => onStart(action)}
    >
      {action.bulk.button}
    </ActionButton>
  ));
}
