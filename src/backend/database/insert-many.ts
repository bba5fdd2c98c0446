import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { runPrepared, type Executor } from './database.ts';

/** One statement's worth: some megabytes. */
const rowsPerStatement = 5_000;

/**
 * Inserts rows by the thousand: a statement has few parameters, however many rows there are. All rows have the same
 * properties; columns that none of them names get their defaults.
 */
export async function insertMany<Table extends PgTable>(
  executor: Executor,
  table: Table,
  rows: readonly NoInfer<Table['$inferInsert']>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const names = columns.map(([, { name }]) => `"${name}"`).join(', ');
  const { name: tableName } = getTableConfig(table);
  const text = `insert into "${tableName}" (${names}) select ${names} from json_populate_recordset(null::"${tableName}", $1::json)`;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const batch = rows
      .slice(start, start + rowsPerStatement)
      .map((row: Record<string, unknown>) =>
        Object.fromEntries(
          columns.map(([key, column]) => [
            column.name,
            column.getSQLType() === 'tsvector' ? asLexemes(row[key]) : row[key],
          ]),
        ),
      );
    await runPrepared(executor, text, [JSON.stringify(batch)]);
  }
}

/** Words as a tsvector is written. */
function asLexemes(words: unknown): string {
  if (!Array.isArray(words)) throw new TypeError('the words of a search are a list');
  return words.map((word: unknown) => `'${String(word).replace(/['\\]/g, '$&$&')}'`).join(' ');
}
