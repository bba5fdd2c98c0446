import { foldLetters } from './clean-text.ts';
import {
  accountWords,
  emailStems,
  emailWords,
  firstNameHeadings,
  lastNameHeadings,
  nameHeadings,
  otherHeadings,
  otherStems,
  otherWords,
  plainWords,
  privateWords,
  roleHeadings,
  workWords,
} from './heading-vocabulary.ts';

/** What a column has, by its heading. */
export type HeadingKind =
  /** The rank says how well the heading fits: 0 best. */
  | { kind: 'email'; rank: 0 | 1 | 2 | 3 | 4 }
  /** Another address of the person, or another person's: a recovery address, the manager's. */
  | { kind: 'other-email' }
  | { kind: 'role' | 'name' | 'first-name' | 'last-name' | 'other' | 'unknown' };

const longestHeading = 80;

const folded = (words: readonly string[]) => new Set(words.map(foldLetters));
const stems = (words: readonly string[]) => [...folded(words)];
const sets = {
  email: folded(emailWords),
  emailStems: stems(emailStems),
  plain: folded(plainWords),
  work: folded(workWords),
  private: folded(privateWords),
  other: folded(otherWords),
  otherStems: stems(otherStems),
  account: folded(accountWords),
};
const byWholeHeading: readonly (readonly [ReadonlySet<string>, HeadingKind])[] = [
  [folded(roleHeadings), { kind: 'role' }],
  [folded(firstNameHeadings), { kind: 'first-name' }],
  [folded(lastNameHeadings), { kind: 'last-name' }],
  [folded(nameHeadings), { kind: 'name' }],
  [sets.account, { kind: 'email', rank: 3 }],
  [folded(otherHeadings), { kind: 'other' }],
];

/** Says what a heading means, as `E-mail 1 - Value`, `Email Address [Required]` or `userPrincipalName`. */
export function headingKind(heading: string): HeadingKind {
  if (heading.trim() === '' || heading.length > longestHeading) return { kind: 'unknown' };
  const words = wordsOf(heading);
  const whole = words.join('');
  const email = emailRank(words, whole);
  if (email) return email;
  // `First Name [Required]`, `Rolle*`
  const bare = words.filter((word) => !required.has(word)).join('');
  const known = byWholeHeading.find(([headings]) => headings.has(whole) || headings.has(bare));
  // `Supervisor`: whatever stands there is not for this person.
  return known?.[1] ?? { kind: hasOther(words) ? 'other' : 'unknown' };
}

const required = folded([
  'required',
  'optional',
  'pflichtfeld',
  'obligatoire',
  'obligatorio',
  'requis',
  'de',
  'the',
]);

function emailRank(words: readonly string[], whole: string): HeadingKind | undefined {
  const rest = words.filter((word) => !isEmailWord(word));
  if (rest.length === words.length) {
    // Two words that only together mean it, as `Correo electrónico`.
    if (!sets.emailStems.some((stem) => whole.includes(stem)) || /voicemail|mailing/u.test(whole))
      return undefined;
    return hasOther(words) ? { kind: 'other-email' } : { kind: 'email', rank: 1 };
  }
  if (hasOther(words)) return { kind: 'other-email' };
  const unusual = rest.filter((word) => !sets.plain.has(word));
  if (unusual.length === 0) return { kind: 'email', rank: 0 };
  if (unusual.some((word) => sets.private.has(word))) return { kind: 'email', rank: 4 };
  return { kind: 'email', rank: unusual.every((word) => sets.work.has(word)) ? 1 : 2 };
}

function isEmailWord(word: string): boolean {
  return (
    (sets.email.has(word) || sets.emailStems.some((stem) => word.includes(stem))) && word !== 'voicemail'
  );
}

function hasOther(words: readonly string[]): boolean {
  return words.some((word) => sets.other.has(word) || sets.otherStems.some((stem) => word.includes(stem)));
}

/** The words of a heading, folded. `userPrincipalName` has three, `E-Mail` and `E-post` have one. */
function wordsOf(heading: string): string[] {
  return heading
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/(^|[^\p{L}])e[\s\-_.‐‑–]*(?=mail|post)/giu, '$1e')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(foldLetters)
    .filter((word) => word !== '');
}

/**
 * Whether a line is one of headings: its cells are headings, not what stands under them.
 *
 * @param cells none of them has an address
 */
export function isHeadingLine(cells: readonly string[]): boolean {
  const written = cells.filter((cell) => cell.trim() !== '');
  const kinds = written.map(headingKind);
  if (kinds.length === 0) return false;
  const isEmail = kinds.some((one) => one.kind === 'email' && (one.rank < 3 || kinds.length > 1));
  if (kinds.length === 1) return isEmail && !/[,;\t|]/u.test(written[0] ?? '');
  const known = kinds.filter(({ kind }) => kind !== 'unknown').length;
  return isEmail ? known * 4 >= kinds.length : known * 2 >= kinds.length;
}
