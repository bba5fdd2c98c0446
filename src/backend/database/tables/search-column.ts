import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { customType } from 'drizzle-orm/pg-core';

/**
 * The words of a row, as lexemes. `searchWords` makes them, so that accents and word boundaries follow the API and not the
 * text search configuration of a database.
 */
export const searchWordsColumn = customType<{ data: string[]; driverData: string }>({
  dataType: () => 'tsvector',
  toDriver: (words) => sql`array_to_tsvector(${sql.param(words)}::text[])`,
});

/**
 * The words of a row in the search index: each begins with its organization, so that a lookup finds almost no rows of other
 * organizations, even for a word that all of them contain.
 *
 * @param words a column of `searchWordsColumn`
 */
export const organizationWords = (organizationId: SQLWrapper, words: SQLWrapper): SQL =>
  sql`organization_words(${organizationId}, ${words})`;

/**
 * How a search index takes new rows: into a list of at most 64 kB, which is merged into it as a whole. Merging each row by itself
 * would write the list of all rows with a word anew for each word. Every search goes through the list as well, hence the limit.
 */
export const gathered = { fastupdate: true, gin_pending_list_limit: 64 };
