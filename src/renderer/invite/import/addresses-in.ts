import { normalizeEmail } from '#contract/email-address';
import { cleanText, trimCharacters } from './clean-text.ts';

/** A part of a text: an address, or what was written in its place, or the words between two of them. */
export type Piece =
  | { kind: 'address'; email: string; isBracketed: boolean }
  | { kind: 'text'; text: string; isBeforeAddress: boolean; isAfterAddress: boolean };

/** Anything between white space, separators and brackets. */
const word = /[^\s,;|<>()[\]"“”„«»‹›，；、،؛＜＞]+/gu;
const at = /[@＠]/u;
const quotedName = /"(?:[^"\\]|\\.){0,200}"\s{0,9}[<＜]/gu;
/** Takes the place of an @ in a quoted name. No text has it: it is for private use. */
const atInName = '\ue000';

/** The addresses of a text in their order, as they are written, without names and `mailto:`. */
export function addressesIn(text: string): string[] {
  return piecesOf(cleanText(text)).flatMap((piece) => (piece.kind === 'address' ? [piece.email] : []));
}

/**
 * Splits a text into addresses and the words between them. Whatever contains an @ counts as an address, so that a mistyped
 * one is seen.
 *
 * @param text clean, see `cleanText`
 */
export function piecesOf(text: string): Piece[] {
  if (!at.test(text)) return textPieces(text, { isBeforeAddress: false, isAfterAddress: false });
  const masked = text.replace(quotedName, (name) => name.replaceAll('@', atInName));
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of masked.matchAll(word)) {
    if (!at.test(match[0])) continue;
    const between = textPieces(masked.slice(end, match.index), {
      isBeforeAddress: true,
      isAfterAddress: pieces.length > 0,
    });
    const isBracketed = '<＜'.includes(masked.charAt(match.index - 1) || ' ');
    const last = pieces.at(-1);
    pieces.push(...between);
    for (const email of bareAddresses(match[0])) {
      // `kim@x.test <kim@x.test>`: mail programs repeat the address as the name.
      const isRepeated =
        isBracketed && between.length === 0 && last?.kind === 'address' && isSame(last.email, email);
      if (!isRepeated) pieces.push({ kind: 'address', email, isBracketed });
    }
    end = match.index + match[0].length;
  }
  const rest = { isBeforeAddress: false, isAfterAddress: pieces.length > 0 };
  return [...pieces, ...textPieces(masked.slice(end), rest)];
}

/** The words of a text without quotes and brackets around them; none where there is no letter or digit. */
function textPieces(text: string, beside: { isBeforeAddress: boolean; isAfterAddress: boolean }): Piece[] {
  const words = /[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}.])?/su.exec(text)?.[0];
  if (words === undefined) return [];
  const closed = words.includes('(') && !words.includes(')') ? `${words})` : words;
  return [{ kind: 'text', text: closed.replaceAll(atInName, '@'), ...beside }];
}

/** An address without what people and programs put around it. */
function bareAddresses(written: string): string[] {
  const trimmed = trimCharacters(written, "'`‘’{", "'`‘’}.:!?…");
  const [, linked = ''] = /^mailto:([^?]*)/iu.exec(trimmed) ?? [];
  const bare = linked === '' ? trimmed : linked;
  // `kim@x.test/lee@x.test`
  const several = bare.split(/[/&]/u);
  return several.length > 1 && several.every((one) => normalizeEmail(one) !== undefined) ? several : [bare];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
