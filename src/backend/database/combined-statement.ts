import { runPrepared, type Executor, type Transaction } from './database.ts';

/** A statement whose text is a constant of the code; its values are written as `$1`, `$2`. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** A `select` that can be a part of a larger statement. Its rows come as JSON: times are text. */
export interface Reading<Row> extends Statement {
  /** A subquery that writes and that `text` reads from, as `name as (…)`: PostgreSQL has those at the top of a statement only. */
  writing?: string;
  /** Never there: it carries the type of the rows. */
  row?: Row;
}

/**
 * Runs several `select`s as one statement: one message to the database, one answer, one snapshot. The statement is sent
 * before this function returns.
 *
 * @returns the rows of each
 */
export async function readTogether<Rows extends readonly unknown[]>(
  executor: Executor,
  ...readings: { [Index in keyof Rows]: Reading<Rows[Index]> }
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  const values: unknown[] = [];
  const writings: string[] = [];
  const columns = (readings as readonly Reading<unknown>[]).map((reading, index) => {
    const numbered = numberFrom(values.length);
    values.push(...reading.values);
    if (reading.writing !== undefined) writings.push(numbered(reading.writing));
    return `(select coalesce(json_agg(one), '[]') from (${numbered(reading.text)}) as one) as "${index}"`;
  });
  const first = writings.length === 0 ? '' : `with ${writings.join(', ')} `;
  const [row] = await runPrepared<Record<string, unknown>>(
    executor,
    `${first}select ${columns.join(', ')}`,
    values,
  );
  return readings.map((_, index) => row?.[index]) as { [Index in keyof Rows]: Rows[Index][] };
}

/**
 * Runs several statements that write as one. None sees what the others write, foreign keys are checked at the end of all, and
 * their order is open: they must not write to the same row.
 */
export async function writeTogether(tx: Transaction, statements: readonly Statement[]): Promise<void> {
  const values: unknown[] = [];
  const subqueries = statements.map((statement, index) => {
    const numbered = numberFrom(values.length);
    values.push(...statement.values);
    return `written_${index} as (${numbered(statement.text)})`;
  });
  if (subqueries.length > 0) await runPrepared(tx, `with ${subqueries.join(', ')} select`, values);
}

/** Moves the numbers of a statement's values to where they are among those of the larger statement. */
function numberFrom(offset: number): (text: string) => string {
  return (text) => text.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
}
