import { runPrepared, type Executor } from './database.ts';
import { prefixLength } from './search.ts';

/** How long what was read is good enough. PostgreSQL looks at the words again when a tenth of the rows has changed. */
const shelfLifeMs = 10 * 60_000;

/** The words of a table that PostgreSQL's statistics name as common. */
export interface CommonWords {
  /** How many rows the table has, about. */
  rows: number;
  /**
   * The share of the rows that have a word that begins so, from 0 to 1; 0 for what is not known to be common.
   *
   * @param beginning of a word as the search index has it, with its organization in front
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
 * What PostgreSQL knows of the words in a table's search index, from its last look at a sample of the rows. Nothing that is found
 * depends on it: only how it is looked for.
 *
 * @param table that has an index `{table}_search`
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
  /** By what they begin with, their organization's part: most organizations have none. */
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
      // A row can have several of them.
      return Math.min(1, sum);
    },
  };
}
