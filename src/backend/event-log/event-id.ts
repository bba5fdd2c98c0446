/**
 * An event's id is `transaction id << ordinalBits + ordinal in the transaction`. A transaction whose id is below a
 * snapshot's xmin has ended, so that no event with an id below `xmin << ordinalBits` can appear later.
 */
export const ordinalBits = 20;
export const maxEventsOfTransaction = 2 ** ordinalBits;

const largestId = 2n ** 63n - 1n;

/**
 * Parses the `Last-Event-ID` of a client.
 *
 * @returns undefined when no server can have sent such an id
 */
export function parseEventId(written: string): bigint | undefined {
  if (!/^\d{1,19}$/.test(written)) return undefined;
  const id = BigInt(written);
  return id <= largestId ? id : undefined;
}
