/** The longest a name may be, in characters. */
export const maxNameLength = 100;

/** Marks that reorder the text around them (Unicode bidirectional controls), and control characters. */
const reordering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Code points without a meaning, or with one that only some computers know. */
const meaningless = /[\p{Cn}\p{Co}\p{Cs}]/u;
/**
 * What leaves nothing to see: white space, characters that are ignored where they are not supported (Unicode
 * "Default_Ignorable_Code_Point", the Hangul fillers among them), and the braille cell without a dot.
 */
const invisible = /[\s\u2800\p{Default_Ignorable_Code_Point}]/gu;
/** Who looks after all organizations. Nobody else may look like them. */
const reserved = /fastlinkit/;

export const reservedNameMessage = 'Use your own name. “FastLinkIt” is reserved for FastLinkIt Support.';

export type NameKind = 'person' | 'organization' | 'label';

/**
 * The one rule for what people call themselves and their things.
 *
 * @param written as it was typed
 * @param kind a person may not be called as the support staff are; a label is seen by the one who chose it alone
 * @returns the name in the form that is stored (NFC, white space collapsed), or a sentence about what is wrong with it
 */
export function readName(
  written: string,
  kind: NameKind,
): { ok: true; name: string } | { ok: false; message: string } {
  const name = written
    .normalize('NFC')
    .replace(/[\t\n\r ]+/g, ' ')
    .trim();
  if (name === '') return { ok: false, message: 'Enter a name.' };
  if (name.length > maxNameLength) return { ok: false, message: `Use at most ${maxNameLength} characters.` };
  if (reordering.test(name) || meaningless.test(name)) {
    return { ok: false, message: 'Remove the invisible or unreadable characters from the name.' };
  }
  if (visibleOf(name) === '') return { ok: false, message: 'Enter a name with visible characters.' };
  if (kind === 'person' && isReserved(name)) return { ok: false, message: reservedNameMessage };
  return { ok: true, name };
}

/** Whether a person who is called so could be taken for support staff. */
export const isReserved = (name: string): boolean => reserved.test(visibleOf(name).toLowerCase());

const visibleOf = (name: string): string => name.normalize('NFKC').replace(invisible, '');
