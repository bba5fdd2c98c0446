import { ConfirmDialog } from '../components/form/confirm-dialog.tsx';
import { useDisabledReason } from '../data/connection.ts';
import type { Action } from './action.ts';

export interface ConfirmActionProps<Item> {
  action: Pick<Action<Item>, 'confirmation'>;
  items: readonly Item[];
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks the question of an action that has a confirmation. */
export function ConfirmActionDialog<Item>({ action, items, onConfirm, onClose }: ConfirmActionProps<Item>) {
  const disabledReason = useDisabledReason();
  const confirmation = action.confirmation?.(items);
  if (!confirmation) throw new Error('The action has no confirmation.');
  const { title, confirmLabel, paragraphs, isHarmless = false } = confirmation;
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={confirmLabel}
      isHarmless={isHarmless}
      disabledReason={disabledReason}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </ConfirmDialog>
  );
}
