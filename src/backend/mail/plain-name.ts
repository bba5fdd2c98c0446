const maxGraphemes = 80;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Line breaks, control characters, and the invisible ones that reorder or hide letters (the joiners of emoji and scripts stay). */
const invisible =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]+/gu;
/** Characters that make mail programs detect an address: a dot, colon, slash or at-sign between other characters. */
const addressSign = /(?<=\S)[.:/\\@](?=\S)/gu;
/** Zero-width non-joiner: invisible, and it ends an address for every mail program. */
const gap = '\u200c';

/**
 * A user-chosen name, made safe for the subject and text of an email: one line, at most 80 letters, and nothing that a mail
 * program turns into a link.
 */
export function plainName(name: string): string {
  const line = name.replaceAll(invisible, ' ').replaceAll(/\s+/gu, ' ').trim();
  return shortened(line).replaceAll(addressSign, (sign) => `${gap}${sign}${gap}`);
}

function shortened(line: string): string {
  // A text has at most as many letters as code units, so most names need no segmentation.
  if (line.length <= maxGraphemes) return line;
  const letters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  return letters.length > maxGraphemes ? `${letters.slice(0, maxGraphemes - 1).join('')}…` : line;
}
