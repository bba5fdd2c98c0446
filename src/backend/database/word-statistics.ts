import { runPrepared, type Executor } from './database.ts';
import { prefixLength } from './search.ts';

/** How long statistics are cached. PostgreSQL updates them when a tenth of the rows has changed. */
const shelfLifeMs = 10 * 60_000;

/** The most common words of a table, according to PostgreSQL's statistics. */
export interface CommonWords {
  /** The approximate number of rows. */
  rows: number;
  /**
   * The share of the rows that contain a word with the prefix, from 0 to 1; 0 when none is known to be common.
   *
   * @param beginning the prefix of a word in the search index, which starts with its organization
   */
  share: (beginning: string) => number;
}

interface Statistics {
  rows: number;
  words: string[] | null;
  shares: number[] | null;
}

const noneKnown: CommonWords = { rows: 0, share: () => 0 };

const shelf = new Map<string, { readAtMs: number; words: Promise<CommonWords> }>();

/**
 * Reads PostgreSQL's statistics of the words in a table's search index. They affect only how rows are searched, never
 * which rows are found.
 *
 * @param table a table with an index `{table}_search`
 */
export function commonWordsOf(executor: Executor, table: string): Promise<CommonWords> {
  const found = shelf.get(table);
  if (found && Date.now() - found.readAtMs < shelfLifeMs) return found.words;
  const words = readStatistics(executor, table).then(toCommonWords, () => {
    shelf.delete(table);
    return noneKnown;
  });
  shelf.set(table, { readAtMs: Date.now(), words });
  return words;
}

async function readStatistics(executor: Executor, table: string): Promise<Statistics> {
  const [statistics] = await runPrepared<Statistics>(
    executor,
    `select c.reltuples as rows, s.most_common_elems::text::text[] as words, s.most_common_elem_freqs as shares
    from pg_class c left join pg_stats s on s.tablename = c.relname and s.attname = 'organization_words'
      and s.schemaname = c.relnamespace::regnamespace::text
    where c.oid = $1::regclass`,
    [`${table}_search`],
  );
  return statistics ?? { rows: 0, words: null, shares: null };
}

function toCommonWords({ rows, words, shares }: Statistics): CommonWords {
  /** Words by their organization's prefix; most organizations have none. */
  const byOrganization = new Map<string, { word: string; share: number }[]>();
  words?.forEach((word, index) => {
    const organization = word.slice(0, prefixLength);
    const others = byOrganization.get(organization) ?? [];
    byOrganization.set(organization, others);
    others.push({ word, share: shares?.[index] ?? 0 });
  });
  return {
    rows: Math.max(0, rows),
    share(beginning) {
      const own = byOrganization.get(beginning.slice(0, prefixLength)) ?? [];
      const sum = own.reduce((sum, { word, share }) => (word.startsWith(beginning) ? sum + share : sum), 0);
      // A row can contain several of them.
      return Math.min(1, sum);
    },
  };
}
