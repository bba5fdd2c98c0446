/** Replaces a secret. */
const hidden = '[hidden]';

const slash = String.raw`(?:\/|%2f)+`;
const inviteLink = new RegExp(`(${slash}support${slash}invite${slash})[^/?#&\\s"'\\\\%]+`, 'gi');
/** The address of an invite page, up to the name of a form. */
const wholeInvitePath = /^(\/+support\/+invite\/+)[^?#]*?(\/(?:register|accept|decline|code))?(?=[?#]|$)/i;
/** However short: a link to choose a new password carries its token so. */
const tokenParameter = /((?:[?&]|%3f|%26)token(?:=|%3d))[^&#\s"'\\%]+/gi;
/** Tokens, keys, MACs and the parts of a JWT are long runs of base64url or hex; ids and words are shorter. */
const longRun = /[\w-]{40,}/g;
const apiKey = /\bfli_[\w-]{8,}/g;

/** Takes everything out of a line of text that could open a door. */
export function redactText(text: string): string {
  return text
    .replace(inviteLink, `$1${hidden}`)
    .replace(tokenParameter, `$1${hidden}`)
    .replace(apiKey, hidden)
    .replace(longRun, hidden);
}

/**
 * A request's URL, fit for the log. The pages' query strings are left out: they carry return URLs,
 * which may name an invite, and one-time tokens.
 */
export function redactUrl(url: string): string {
  // What follows is a link as people and mail programs damage it: any part of it may be a part of the token.
  const [path = '', query] = decoded(url)
    .replace(wholeInvitePath, `$1${hidden}$2`)
    .split(/\?(.*)/s, 2);
  const keepsQuery = query !== undefined && /^\/+api\//i.test(path);
  return redactText(keepsQuery ? `${path}?${query}` : path);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
