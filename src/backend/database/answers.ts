/** PostgreSQL's answer to whatever is asked in a transaction after something in it has failed. */
const alreadyFailed = '25P02';

/**
 * Waits for the answers to what was sent together. Where several are refused, the refusal is that of the first of them in
 * this order, whichever comes to be known first; but not one that only says that something else has failed before it.
 */
export async function answers<Values extends readonly unknown[]>(
  ...sent: { [Index in keyof Values]: Promise<Values[Index]> }
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
