import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { runPrepared, type Executor } from './database.ts';
import type { Statement } from './combined-statement.ts';

/** Some megabytes in one statement. */
const rowsPerStatement = 5_000;

/**
 * Inserts any number of rows: a statement has one parameter, however many rows there are. All rows have the same
 * properties; other columns get their defaults.
 */
export async function insertMany<Table extends PgTable>(
  executor: Executor,
  table: Table,
  rows: readonly NoInfer<Table['$inferInsert']>[],
): Promise<void> {
  for (const { text, values } of insertionOf(table, rows)) await runPrepared(executor, text, values);
}

/** The statements of `insertMany`: one, unless there are thousands of rows; none without rows. */
export function insertionOf<Table extends PgTable>(
  table: Table,
  rows: readonly NoInfer<Table['$inferInsert']>[],
): Statement[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const names = columns.map(([, { name }]) => `"${name}"`).join(', ');
  const { name: tableName } = getTableConfig(table);
  const text = `insert into "${tableName}" (${names}) select ${names} from json_populate_recordset(null::"${tableName}", $1::json)`;
  const statements: Statement[] = [];
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
    statements.push({ text, values: [JSON.stringify(batch)] });
  }
  return statements;
}

/** Words in the text form of a tsvector. */
function asLexemes(words: unknown): string {
  if (!Array.isArray(words)) throw new TypeError('the words of a search are a list');
  return words.map((word: unknown) => `'${String(word).replace(/['\\]/g, '$&$&')}'`).join(' ');
}
