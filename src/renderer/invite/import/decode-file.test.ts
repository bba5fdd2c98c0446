import { describe, expect, it } from 'vitest';
import { decodeFile } from './decode-file.ts';

const utf16 = (text: string, byteOrder: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return byteOrder === 'le' ? bytes : bytes.swap16();
};
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

describe('decodeFile', () => {
  const text = 'Name;E-Mail\r\nMüller;mueller@acme.test\r\n';

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little-endian', utf16(`\ufeff${text}`, 'le')],
    ['UTF-16 big-endian', utf16(`\ufeff${text}`, 'be')],
    ['UTF-16 without a byte order mark', utf16(text, 'le')],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('reads %s', (_encoding, bytes) => {
    expect(decodeFile(bytes)).toEqual({ text });
  });

  it('takes the old encoding in which the first line reads as headings', () => {
    // `Имя;Почта` in Windows-1251.
    const heading = bytesOf(0xc8, 0xec, 0xff, 0x3b, 0xcf, 0xee, 0xf7, 0xf2, 0xe0);
    const line = Buffer.from('\nKim;kim@acme.test');
    expect(decodeFile(Buffer.concat([heading, line]))).toEqual({ text: 'Имя;Почта\nKim;kim@acme.test' });
  });

  it.each([
    ['a workbook', bytesOf(0x50, 0x4b, 3, 4, 20, 0), 'workbook'],
    ['an old workbook', bytesOf(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'workbook'],
    ['a picture', bytesOf(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'no-text'],
  ])('says of %s that it is none', (_kind, bytes, problem) => {
    expect(decodeFile(bytes)).toEqual({ problem });
  });
});
