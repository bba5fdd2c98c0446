/**
 * What was typed into a form and not sent yet, by the form's key: it survives looking elsewhere and having to sign in again, and
 * nobody else finds it.
 */
const drafts = new Map<string, object>();

type Listener = (key: string, values: object | undefined) => void;
let listener: Listener | undefined;

/** @param onChange called with each draft that is typed; undefined: it is sent or given up */
export function onDraftChange(onChange: Listener): void {
  listener = onChange;
}

/** Puts back a draft from before. */
export function putDraft(key: string, values: object): void {
  drafts.set(key, values);
}

/** What was typed before: the fields that differ from those of an untouched form. */
export function readDraft<Values extends object>(key: string | undefined): Partial<Values> {
  return key === undefined ? {} : (drafts.get(key) ?? {});
}

/**
 * Keeps what is typed.
 *
 * @param untouched the values with which the form opened; what others change meanwhile is not part of a draft
 */
export function saveDraft<Values extends object>(
  key: string | undefined,
  values: Values,
  untouched: Values,
): void {
  if (key === undefined) return;
  const typed = Object.entries(values).filter(
    ([field, value]) => value !== (untouched as Record<string, unknown>)[field],
  );
  if (typed.length === 0) {
    clearDraft(key);
    return;
  }
  const draft = Object.fromEntries(typed);
  drafts.set(key, draft);
  listener?.(key, draft);
}

/** Forgets what was typed: it has been sent, or given up. */
export function clearDraft(key: string | undefined): void {
  if (key !== undefined && drafts.delete(key)) listener?.(key, undefined);
}
