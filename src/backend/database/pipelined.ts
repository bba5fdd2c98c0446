/**
 * The answer to a statement that has been sent, or to several: what may be waited for together with others, because the
 * order of the calls is the order in which PostgreSQL runs them.
 *
 * A query builder of Drizzle is no such answer, although it can be awaited: it is sent when it is awaited, behind everything
 * that was called after it. Its `execute()` sends it.
 */
export type Pipelined<Answer> = Promise<Answer> & { readonly execute?: never };
