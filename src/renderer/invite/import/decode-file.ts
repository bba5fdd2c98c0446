import { cleanText } from './clean-text.ts';
import { readTable } from './read-table.ts';

/** The text of a file, or why it is none. */
export type DecodedFile = { text: string } | { problem: 'workbook' | 'no-text' };

/** What programs wrote before Unicode, the most common first. */
const oldEncodings = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'shift_jis',
  'gb18030',
  'euc-kr',
  'big5',
];
/** So many bytes show how a file is written. */
const headLength = 4096;

/**
 * Decodes a file as spreadsheets, directories and address books save it: UTF-8, UTF-16, or one of the older encodings. Of
 * these the one is taken in which the first line reads as headings.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return { problem: 'workbook' };
  }
  const zeros = countZeros(bytes.subarray(0, headLength));
  const unicode = utf16Of(bytes, zeros);
  if (unicode !== undefined) return { text: new TextDecoder(unicode).decode(bytes) };
  if (zeros.even + zeros.odd > zeros.of / 100) return { problem: 'no-text' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder(oldEncodingOf(bytes)).decode(bytes) };
  }
}

interface Zeros {
  /** At the 1st, 3rd, 5th … byte. */
  even: number;
  odd: number;
  of: number;
}

function countZeros(head: Uint8Array): Zeros {
  const zeros = { even: 0, odd: 0, of: head.length };
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  return zeros;
}

/** UTF-16 begins with its byte order mark; where it does not, every other byte of plain letters is 0. */
function utf16Of(bytes: Uint8Array, { even, odd, of }: Zeros): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  if (odd > of / 4 && even === 0) return 'utf-16le';
  return even > of / 4 && odd === 0 ? 'utf-16be' : undefined;
}

function oldEncodingOf(bytes: Uint8Array): string {
  const head = bytes.subarray(0, headLength);
  const hasHeadings = (encoding: string) => {
    const table = readTable(cleanText(new TextDecoder(encoding).decode(head)), {});
    return table !== undefined && table.headingLines.length > 0;
  };
  return oldEncodings.find(hasHeadings) ?? 'windows-1252';
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
