/** The longest line that mail servers take, without its end (RFC 5321). */
const maxLineBytes = 998;

export const isAscii = (text: string): boolean => !/\P{ASCII}/u.test(text);

/**
 * Encodes a part of an email so that each of its lines stays one line of the message: a link can be found and copied
 * wherever the message is looked at as it was sent. The library would break a line of more than 76 characters, and write
 * the `=` of a link as `=3D`.
 *
 * @param takes8Bit whether the mail server takes other characters than ASCII as they are
 * @returns the part for the library; the text itself where the library has to encode it
 */
export function encodePart(
  type: 'text/plain' | 'text/html',
  text: string,
  takes8Bit: boolean,
): string | { raw: string } {
  const lines = text.split(/\r?\n/);
  if (lines.some((line) => Buffer.byteLength(line) > maxLineBytes)) return text;
  const is7Bit = isAscii(text);
  if (!is7Bit && !takes8Bit) return text;
  const headers = [
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${is7Bit ? '7bit' : '8bit'}`,
    '',
  ];
  return { raw: [...headers, ...lines].join('\r\n') };
}
