/**
 * What people type in place of the letters that Unicode does not take for a letter with an accent. The migration
 * `fold_letters` lists the same ones.
 */
const typedLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ŋ: 'n',
  ĸ: 'q',
  '’': "'",
  '‘': "'",
  '‛': "'",
  ʼ: "'",
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};
const otherLetters = new RegExp(`[${Object.keys(typedLetters).join('')}]`, 'g');

/** Lower case without accents, as names are sorted and searched: "Zoë" and "zoe" are one, "Łukasz" and "lukasz" too. */
export function foldText(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(otherLetters, (letter) => typedLetters[letter] ?? letter);
}

/**
 * Compares texts as the database sorts them, by code points. `<` compares UTF-16: it puts characters beyond U+FFFF, which
 * are two surrogates there, before U+E000 to U+FFFF.
 *
 * @returns a negative number when `a` comes first, a positive one when `b` does, 0 when they are equal
 */
export function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return rank(a, at) - rank(b, at);
}

/** A number that is ordered like the code points: surrogates behind everything else, the end of the text before it. */
function rank(text: string, at: number): number {
  if (at >= text.length) return -1;
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
