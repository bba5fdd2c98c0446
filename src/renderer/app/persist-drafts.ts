import type { QueryClient } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';
import { sessionOptions } from '../data/session.ts';
import { onDraftChange, putDraft } from '../lib/persist/drafts.ts';

/** Puts back what was typed before the window was loaded anew. */
export async function hydrateDrafts(): Promise<void> {
  try {
    for (const [form, values] of Object.entries(await unwrap(bridge.draft.load()))) {
      putDraft(form, JSON.parse(values) as object);
    }
  } catch {
    // Without drafts the forms are as they are at first.
  }
}

/** Hands what is typed to the main process, which keeps it for the next load of the window. */
export function persistDrafts(client: QueryClient): void {
  onDraftChange((form, values) => {
    const session = client.getQueryData(sessionOptions.queryKey);
    if (session?.status !== 'signed-in') return;
    const input = {
      userId: session.user.id,
      form,
      values: values === undefined ? null : JSON.stringify(values),
    };
    void unwrap(bridge.draft.save(input)).catch(() => undefined);
  });
}
