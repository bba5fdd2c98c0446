import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toastError } from '../components/feedback/toast.ts';
import { BridgeError } from '../data/bridge.ts';
import { startRun } from '../work/work-queries.ts';
import { questionOf, type Action, type BulkAction } from './action.ts';
import { ConfirmAction } from './use-confirmed-action.tsx';

interface BulkActionOptions<Item> {
  /** The object's name in the report; the selected objects may need more than the action's own name for them. */
  nameOf: (item: Item) => string;
  /** The action begins: the selection is cleared. */
  onStart: () => void;
}

/** Actions on all selected objects, with their question. The main process runs them, and the work tray shows them. */
export function useBulkAction<Item>(items: readonly Item[], { nameOf, onStart }: BulkActionOptions<Item>) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<{
    action: BulkAction<Item>;
    question: Pick<Action<Item>, 'confirmation'>;
  }>();

  async function run({ bulk }: BulkAction<Item>): Promise<void> {
    const rows = items.map((item, index) => ({ ...bulk.rowOf(item), line: index + 1, name: nameOf(item) }));
    onStart();
    try {
      await startRun(client, { kind: bulk.kind, rows });
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error;
      toastError(error.message);
    }
  }

  return {
    /** Asks first where the action has a confirmation or the objects are many, else runs it. */
    start: (action: BulkAction<Item>): void => {
      const question = questionOf(action, items.length);
      if (question) setAsked({ action, question });
      else void run(action);
    },
    /** The question while it is open. */
    confirmation: asked && (
      <ConfirmAction
        action={asked.question}
        items={items}
        onConfirm={() => void run(asked.action)}
        onClose={() => setAsked(undefined)}
      />
    ),
  };
}
