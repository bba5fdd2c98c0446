import { Suspense } from 'react';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import type { Action } from './action.ts';
import type { ConfirmActionProps } from './confirm-action-dialog.tsx';
import { ask } from './question.ts';
import type { RunOptions } from './run-action.ts';
import { useAction } from './use-action.ts';

const ConfirmActionDialog = lazyWithPreload<ConfirmActionProps<unknown>>(
  async () => (await import('./confirm-action-dialog.tsx')).ConfirmActionDialog,
);

/** The question of an action on several objects, loaded after the first paint. */
export function ConfirmAction<Item>({ action, ...props }: ConfirmActionProps<Item>) {
  return (
    <Suspense>
      <ConfirmActionDialog action={action} {...props} />
    </Suspense>
  );
}

/** @returns what runs the action, and asks first where its definition has a confirmation */
export function useConfirmedAction<Item>(action: Action<Item>, item: Item, options?: RunOptions): () => void {
  const run = useAction(action, item, options);
  return () => {
    const confirmation = action.confirmation?.([item]);
    if (confirmation) ask({ confirmation, objectKey: action.keyOf(item), onConfirm: run });
    else run();
  };
}
