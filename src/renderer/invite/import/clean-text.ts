const lineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;
/** What cannot be seen and comes along when text is copied: zero-width spaces, marks of direction, soft hyphens, fillers. */
const invisible =
  /[\u034f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu;
/** Control characters other than a tab and a line end. */
const controls = /[^\P{Cc}\n\t]/gu;
const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** A text with `\n` at the end of each line and plain spaces, and without what cannot be seen. */
export function cleanText(text: string): string {
  return text.replace(lineEnds, '\n').replace(invisible, '').replace(controls, '').replace(spaces, ' ');
}

/** The letters and digits of a text in lower case, without accents: what two ways to write one word have in common. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Cuts characters off both ends, however many there are. */
export function trimCharacters(text: string, leading: string, trailing: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && leading.includes(text.charAt(start))) start += 1;
  while (end > start && trailing.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
