import { domainToUnicode } from 'node:url';
import { foldText } from '#contract/text-order';

/** The length of the prefix of an organization's words. */
export const prefixLength = 12;

/** The prefix of an organization's words: the random end of its id. The SQL function `organization_words` makes the same. */
export const wordPrefix = (organizationId: string): string => organizationId.slice(-prefixLength);

/**
 * The words of a search to look up in the index. Of an email address only the words before the `@`: all members of an
 * organization share the domain, and the index would collect all of them.
 */
export function narrowWords(search: string): string[] {
  const narrow = searchWords(search.replace(/(?<=[^\s@])@\S*/gu, ' '));
  return narrow.length === 0 ? searchWords(search) : narrow;
}

const maxWords = 50;
const maxWordLength = 100;

/** The words of `texts`, folded; a word ends at a space, `.`, `-`, `_`, `+` or `@`. */
export function searchWords(...texts: string[]): string[] {
  const words = texts
    .flatMap((text) => foldText(text).split(/[\s.\-_+@\0]+/u))
    .filter((word) => word !== '')
    .map((word) => word.slice(0, maxWordLength));
  return [...new Set(words)].slice(0, maxWords);
}

/**
 * The words that a row is found by: those of its texts, and of a domain in ASCII form (`kim@xn--bcher-kva.example`) also those
 * that people know it by (`bücher`). A part of such a label cannot be brought into the ASCII form, so that a search for its
 * beginning needs the words themselves.
 */
export function wordsToFind(...texts: string[]): string[] {
  return searchWords(...texts, ...texts.map(unicodeDomain));
}

/** The domain of the address in a text, in Unicode; empty where it has no label in ASCII form. */
function unicodeDomain(text: string): string {
  const domain = /@((?:[^\s@<>]*\.)?xn--[^\s@<>]*)/.exec(text)?.[1];
  return domain === undefined ? '' : domainToUnicode(domain);
}

/** A tsquery for "each word of `search` is the prefix of a word of the row"; undefined when it has no word. */
export function searchQuery(search: string | undefined): string | undefined {
  const words = search === undefined ? [] : searchWords(search);
  return words.length === 0 ? undefined : wordsQuery(words);
}

/**
 * A search for nothing but `_` or `%`. No word contains an underscore, and a percent sign rarely begins one: somebody who searches for
 * them means the characters, wherever they are.
 *
 * @returns the characters; undefined for every other search
 */
export function searchedSigns(search: string | undefined): string | undefined {
  const signs = search?.trim() ?? '';
  return /^[_%]+$/.test(signs) ? signs : undefined;
}

/** A tsquery for words that are folded already. */
export function wordsQuery(words: readonly string[]): string {
  // In a quoted lexeme only the quote and the backslash are special.
  return words.map((word) => `'${word.replace(/['\\]/g, '$&$&')}':*`).join(' & ');
}
