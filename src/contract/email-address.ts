// Every runtime has it (Node, Electron, browsers); the contract itself is compiled for none of them.
declare const URL: new (url: string) => { readonly hostname: string };

const maxEmailLength = 254;
const maxLocalLength = 64;

/** An unquoted local part (RFC 5321 "Dot-string", with the letters of RFC 6531): nothing a mail header could trip over. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const asciiDomain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
/** What a domain may be written with before IDNA: no character that a URL would read as something else. */
const writtenDomain = /^[\p{L}\p{M}\p{N}.\u3002\u00b7-]+$/u;

/**
 * The one form of an address that is stored and compared: trimmed, NFC, lower case, domain in ASCII (IDNA).
 *
 * @returns the address, or undefined when the input is not an address that mail can be sent to
 */
export function normalizeEmail(input: string): string | undefined {
  const written = input.trim().normalize('NFC').toLowerCase();
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
