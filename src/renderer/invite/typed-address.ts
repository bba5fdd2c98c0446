import { cleanText } from './import/clean-text.ts';
import { addressesIn, piecesOf } from './import/addresses-in.ts';

/** The address in a field for one: `Kim <kim@x.test>` and `mailto:kim@x.test` are copied as such. Anything else is as typed. */
export function typedAddress(text: string): string {
  const [first, ...others] = piecesOf(cleanText(text)).toSorted(addressFirst);
  const isAlone = others.length === 0 || (others.every(({ kind }) => kind === 'text') && isBracketed(first));
  return first?.kind === 'address' && isAlone ? first.email : text.trim();
}

/** Whether a text has more than one address, so that it is a list. */
export function hasSeveralAddresses(text: string): boolean {
  return addressesIn(text.replaceAll('\n', ', ')).length > 1;
}

type Piece = ReturnType<typeof piecesOf>[number];

function addressFirst(one: Piece, other: Piece): number {
  return Number(other.kind === 'address') - Number(one.kind === 'address');
}

function isBracketed(piece: Piece | undefined): boolean {
  return piece?.kind === 'address' && piece.isBracketed;
}
