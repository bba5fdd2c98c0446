import { POPULAR_DOMAINS, run } from '@zootools/email-spell-checker';

/** Domains of many mailboxes: only a domain that is similar to one of these counts as a typing error. */
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

/** Domains that are similar to one of them, but exist. */
const othersInTheirOwnRight = new Set(['email.com', 'google.com', 'live.de', 'mail.de', 'mail.ru', 'me.net']);

/** The results by domain: a list has many addresses of few domains. */
const correctedDomains = new Map<string, string | undefined>();
const maxCachedDomains = 5000;

/**
 * The address that was probably meant, when its domain looks like a mistyped well-known one.
 *
 * @param email normalized
 * @returns undefined when nothing looks wrong
 */
export function correctedAddress(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (!correctedDomains.has(domain)) {
    if (correctedDomains.size >= maxCachedDomains) correctedDomains.clear();
    correctedDomains.set(domain, correctedDomain(domain));
  }
  const meant = correctedDomains.get(domain);
  return meant === undefined ? undefined : `${email.slice(0, at)}@${meant}`;
}

function correctedDomain(domain: string): string | undefined {
  if (wellKnown.has(domain) || othersInTheirOwnRight.has(domain)) return undefined;
  const suggestion = run({ email: `name@${domain}`, domains: [...wellKnown] });
  if (!suggestion || !wellKnown.has(suggestion.domain)) return undefined;
  return isNear(domain, suggestion.domain) ? suggestion.domain : undefined;
}

/** A mistyped domain begins with the same letter and is about as long: `acme.de` is not `me.de`. */
function isNear(written: string, meant: string): boolean {
  return written[0] === meant[0] && Math.abs(written.length - meant.length) <= 2;
}
