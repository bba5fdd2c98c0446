/** Right-to-left scripts and Unicode's bidirectional controls: they can reorder what stands beside them. */
const reordering =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What would end the isolate too early: its own marks, and the end of a line. */
const ending = /[\p{Cc}\p{Zl}\p{Zp}\u2066-\u2069]/gu;

/**
 * Keeps a name or an address from reordering the text around it, for a sentence, a title or a notification. New names cannot
 * hold the marks that do so, but older ones may, and a right-to-left name moves the punctuation beside it.
 *
 * @param text what somebody else wrote
 * @returns the text between U+2068 and U+2069; as it is when it can do no harm
 */
export function isolate(text: string): string {
  return reordering.test(text) ? `\u2068${text.replaceAll(ending, ' ').trim()}\u2069` : text;
}
