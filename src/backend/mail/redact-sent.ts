/** Replaces a secret. */
const removed = '[removed]';
/** Links, tokens and keys: in what we send, nothing else is as long without a space. */
const longRun = /[\w~%=+/-]{20,}/g;
/** What each line of a reply begins with (RFC 5321, RFC 2034). */
const replyCode = /^\d{3}[- ](?:\d\.\d+\.\d+ )?/gm;
/** The codes that we email. */
const code = /(?<!\d)\d{6}(?!\d)/g;
const link = /\bhttps?:\/\/\S+/gi;

/**
 * Removes every secret of an email from what a mail server said about it: servers quote links that they block, and a
 * reply is shown to people who must not have the link.
 *
 * @param said the mail server's words
 * @param sent the text of the email
 * @returns the words without links, tokens and codes; `undefined` where a secret may still be in them
 */
export function redactSent(said: string, sent: string): string | undefined {
  const codes = new Set(sent.match(code) ?? []);
  const redacted = said
    .replaceAll(link, removed)
    .replaceAll(longRun, removed)
    .replaceAll(code, (digits) => (codes.has(digits) ? removed : digits));
  const secrets = [...(sent.match(longRun) ?? []), ...codes].map(condensed);
  // Broken into pieces, in other letters, or with signs between: only its letters and digits count.
  const rest = condensed(redacted.replaceAll(replyCode, ''));
  return secrets.some((secret) => piecesOf(secret).some((piece) => rest.includes(piece)))
    ? undefined
    : redacted;
}

const condensed = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** A part of a token is worth nothing, but one this long need not be there. */
const pieceLength = 16;

function piecesOf(secret: string): string[] {
  if (secret.length <= pieceLength) return [secret];
  const starts = Array.from({ length: Math.floor(secret.length / pieceLength) }, (_, n) => n * pieceLength);
  return starts.map((start) => secret.slice(start, start + pieceLength));
}
