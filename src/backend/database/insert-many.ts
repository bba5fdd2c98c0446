import { getTableColumns, sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from './database.ts';

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
  const names = sql.join(
    columns.map(([, { name }]) => sql.identifier(name)),
    sql`, `,
  );
  const rowType = sql`null::${sql.identifier(getTableConfig(table).name)}`;
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
    await executor.execute(sql`
      insert into ${table} (${names})
      select ${names} from json_populate_recordset(${rowType}, ${JSON.stringify(batch)}::json)`);
  }
}

/** Words as a tsvector is written. */
function asLexemes(words: unknown): string {
  if (!Array.isArray(words)) throw new TypeError('the words of a search are a list');
  return words.map((word: unknown) => `'${String(word).replace(/['\\]/g, '$&$&')}'`).join(' ');
}
