// Every runtime has it (Node, Electron, browsers); the contract itself is compiled for none of them.
declare const URL: new (url: string) => { readonly hostname: string };

/** The longest input that is accepted as an address, before it is brought into its normal form. */
export const maxEmailInputLength = 1000;

const maxEmailLength = 254;
const maxLocalLength = 64;

/** An unquoted local part (RFC 5321 "Dot-string", with the letters of RFC 6531): nothing a mail header could trip over. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const asciiDomain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
/** What a domain may be written with before IDNA: no character that a URL would read as something else. */
const writtenDomain = /^[\p{L}\p{M}\p{N}.\u3002\u00b7-]+$/u;

/** Full-width letters, digits and signs, as Japanese and Chinese keyboards type them: each is an ASCII one, moved by this much. */
const fullWidth = /[\uff01-\uff5e]/g;
const fullWidthOffset = 0xfee0;
/** What nobody sees, and what comes along when an address is copied: marks of direction, zero-width spaces, soft hyphens. */
const invisible = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * The one form of an address that is stored and compared: trimmed, without invisible characters, full-width letters as ASCII,
 * NFC, lower case, domain in ASCII (IDNA).
 *
 * @returns the address, or undefined when the input is not an address that mail can be sent to
 */
export function normalizeEmail(input: string): string | undefined {
  const written = input
    .replace(invisible, '')
    .replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - fullWidthOffset))
    .trim()
    .normalize('NFC')
    .toLowerCase();
  const at = written.lastIndexOf('@');
  if (at < 1) return undefined;
  const local = written.slice(0, at);
  const domain = toAsciiDomain(written.slice(at + 1));
  if (!domain || local.length > maxLocalLength || !localPart.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= maxEmailLength ? email : undefined;
}

function toAsciiDomain(written: string): string | undefined {
  if (!writtenDomain.test(written)) return undefined;
  try {
    // The URL parser is the one IDNA implementation that Node, Electron and browsers share.
    const domain = new URL(`http://${written}`).hostname;
    return asciiDomain.test(domain) ? domain : undefined;
  } catch {
    return undefined;
  }
}
