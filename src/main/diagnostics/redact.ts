const removed = '[removed]';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const secretName = /password|token|secret|totp|api-?key|authorization/i;

/** Removes the secrets from one named value: all of it, if the name says that it is a secret. */
export function redactField(name: string, value: string): string {
  return secretName.test(name) ? removed : redact(value);
}

/**
 * Removes from a text what a log must not contain: passwords, tokens, keys, the secret part of links. Anything that
 * looks like a secret (a long run of letters and digits) is removed too, except UUIDs.
 */
export function redact(text: string): string {
  return text
    .replaceAll(/(\/support\/invite\/)[^\s/?#"'\\]+/gi, `$1${removed}`)
    .replaceAll(/\b(bearer|basic)\s+[^\s"',]+/gi, `$1 ${removed}`)
    .replaceAll(
      /((?:password|token|secret|totp|api-?key|authorization)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
      `$1${removed}`,
    )
    .replaceAll(/[\w-]+\.[\w-]+\.[\w-]{20,}/g, removed)
    .replaceAll(/[\w-]{32,}/g, (run) => (uuid.test(run) ? run : removed));
}
