import type { Pipelined } from './pipelined.ts';

/** The SQLSTATE of a statement in a transaction in which an earlier statement has failed. */
const alreadyFailed = '25P02';

/**
 * Waits for the answers to statements that were sent together. When several fail, it throws the error of the first one in
 * this order, whichever is known first; errors that only report an earlier failure are skipped.
 */
export async function inOrder<Values extends readonly unknown[]>(
  ...sent: { [Index in keyof Values]: Pipelined<Values[Index]> }
): Promise<Values> {
  const settled = await Promise.allSettled(sent);
  const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (refusals.length > 0) throw refusals.find((refusal) => !isAftermath(refusal)) ?? refusals[0];
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as unknown as Values;
}

function isAftermath(refusal: unknown): boolean {
  for (let at = refusal; at instanceof Error; at = at.cause)
    if ('code' in at && at.code === alreadyFailed) return true;
  return false;
}
