/**
 * Waits for the answers to what was sent together. Where several are refused, the refusal is that of the first of them in
 * this order, whichever comes to be known first.
 */
export async function answers<Values extends readonly unknown[]>(
  ...sent: { [Index in keyof Values]: Promise<Values[Index]> }
): Promise<Values> {
  const settled = await Promise.allSettled(sent);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  }) as unknown as Values;
}
