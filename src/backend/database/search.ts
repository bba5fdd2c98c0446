import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { customType } from 'drizzle-orm/pg-core';

/**
 * The words of a row, as lexemes. Written from `searchWords`, so that accents and word ends are
 * those of the API and not of a server's text search configuration.
 */
export const searchWordsColumn = customType<{ data: string[]; driverData: string }>({
  dataType: () => 'tsvector',
  toDriver: (words) => sql`array_to_tsvector(${sql.param(words)}::text[])`,
});

/**
 * The words of a row as the search index has them: each begins with its organization, so that what is found by it is nearly
 * always that organization's alone, whatever words the others have in common with it.
 *
 * @param words a column of `searchWordsColumn`
 */
export const organizationWords = (organizationId: SQLWrapper, words: SQLWrapper): SQL =>
  sql`organization_words(${organizationId}, ${words})`;

/** So long is what an organization's words begin with. */
export const prefixLength = 12;

/** What an organization's words begin with: the random end of its id. The function `organization_words` knows it too. */
export const wordPrefix = (organizationId: string): string => organizationId.slice(-prefixLength);

/**
 * The words of a search that its index is asked for. Of an address those are the ones before the `@`: behind it everybody in an
 * organization has the same words, and an index has to go through all of them to find the few that the rest is about.
 */
export function narrowWords(search: string): string[] {
  const narrow = searchWords(search.replace(/(?<=[^\s@])@\S*/gu, ' '));
  return narrow.length === 0 ? searchWords(search) : narrow;
}

const maxWords = 50;
const maxWordLength = 100;

/** Lower case without accents: "Zoë" and "zoe" are one. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of `texts`, folded; a word ends at a space, `.`, `-`, `_`, `+` or `@`. */
export function searchWords(...texts: string[]): string[] {
  const words = texts
    .flatMap((text) => foldForSearch(text).split(/[\s.\-_+@\0]+/u))
    .filter((word) => word !== '')
    .map((word) => word.slice(0, maxWordLength));
  return [...new Set(words)].slice(0, maxWords);
}

/** What is searched for, as PostgreSQL reads it: "each word of `search` begins a word of the row"; undefined when it has none. */
export function searchQuery(search: string | undefined): string | undefined {
  const words = search === undefined ? [] : searchWords(search);
  return words.length === 0 ? undefined : wordsQuery(words);
}

/** The same for words that are folded already. */
export function wordsQuery(words: readonly string[]): string {
  // A quoted lexeme: the only characters that mean something inside are the quote and the backslash.
  return words.map((word) => `'${word.replace(/['\\]/g, '$&$&')}':*`).join(' & ');
}

/**
 * "Each word of `search` begins a word of the row"; undefined when `search` has no word.
 *
 * @param column a tsvector column with a GIN index
 */
export function matchesSearch(column: SQLWrapper, search: string | undefined): SQL | undefined {
  const query = searchQuery(search);
  return query === undefined ? undefined : sql`${column} @@ ${query}::tsquery`;
}
