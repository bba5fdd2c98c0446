/**
 * An event's id is `transaction id << ordinalBits + ordinal in the transaction`. A transaction id below a
 * snapshot's xmin is decided for good, so that among ids below `xmin << ordinalBits` none can appear later.
 */
export const ordinalBits = 20;
export const maxEventsOfTransaction = 2 ** ordinalBits;

const largestId = 2n ** 63n - 1n;

/**
 * What a client sent as `Last-Event-ID`.
 *
 * @returns undefined when it is none that this server can have handed out
 */
export function parseEventId(written: string): bigint | undefined {
  if (!/^\d{1,19}$/.test(written)) return undefined;
  const id = BigInt(written);
  return id <= largestId ? id : undefined;
}
