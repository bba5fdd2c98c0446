import { byteOrderMark } from '#contract/csv';

/** A CSV file as a person saves it: it begins with a byte order mark. */
export async function* withByteOrderMark(
  content: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string> {
  yield byteOrderMark;
  yield* content;
}
