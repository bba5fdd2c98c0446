import { POPULAR_DOMAINS, run } from '@zootools/email-spell-checker';

/** Where many have their mailbox: only a domain that nearly is one of these counts as a slip. */
const wellKnown = new Set([
  ...POPULAR_DOMAINS,
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'hotmail.com',
  'hotmail.co.uk',
  'live.com',
  'mail.com',
  'outlook.com',
  'pm.me',
  't-online.de',
  'yahoo.com',
  'yahoo.co.uk',
]);

/** Near to one of them, and there in their own right. */
const othersInTheirOwnRight = new Set(['email.com', 'google.com', 'live.de', 'mail.de', 'mail.ru', 'me.net']);

/**
 * The address that was probably meant where the domain looks like a slip of a well-known one.
 *
 * @param email in its normal form
 * @returns undefined when nothing looks wrong
 */
export function meantAddress(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (wellKnown.has(domain) || othersInTheirOwnRight.has(domain)) return undefined;
  const suggestion = run({ email, domains: [...wellKnown] });
  if (!suggestion || !wellKnown.has(suggestion.domain) || !isNear(domain, suggestion.domain))
    return undefined;
  return `${email.slice(0, email.lastIndexOf('@'))}@${suggestion.domain}`;
}

/** `acme.de` is no slip of `me.de`: what was meant begins with the same letter and is about as long. */
function isNear(written: string, meant: string): boolean {
  return written[0] === meant[0] && Math.abs(written.length - meant.length) <= 2;
}
