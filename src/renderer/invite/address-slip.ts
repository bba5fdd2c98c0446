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

/** What was found out, by domain: a list has many addresses of few domains. */
const meantDomains = new Map<string, string | undefined>();
const mostKept = 5000;

/**
 * The address that was probably meant where the domain looks like a slip of a well-known one.
 *
 * @param email in its normal form
 * @returns undefined when nothing looks wrong
 */
export function meantAddress(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (!meantDomains.has(domain)) {
    if (meantDomains.size >= mostKept) meantDomains.clear();
    meantDomains.set(domain, meantDomain(domain));
  }
  const meant = meantDomains.get(domain);
  return meant === undefined ? undefined : `${email.slice(0, at)}@${meant}`;
}

function meantDomain(domain: string): string | undefined {
  if (wellKnown.has(domain) || othersInTheirOwnRight.has(domain)) return undefined;
  const suggestion = run({ email: `name@${domain}`, domains: [...wellKnown] });
  if (!suggestion || !wellKnown.has(suggestion.domain)) return undefined;
  return isNear(domain, suggestion.domain) ? suggestion.domain : undefined;
}

/** `acme.de` is no slip of `me.de`: what was meant begins with the same letter and is about as long. */
function isNear(written: string, meant: string): boolean {
  return written[0] === meant[0] && Math.abs(written.length - meant.length) <= 2;
}
