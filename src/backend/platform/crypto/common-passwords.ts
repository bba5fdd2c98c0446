const digitRuns = '01234567890123456789 98765432109876543210';
/** Digits and signs that people add to a common password to make it longer. */
const affixes = /^[\d\p{P}\p{S}]{0,6}|[\d\p{P}\p{S}]{0,6}$/gu;

let list: Promise<Set<string>> | undefined;

/** The list is large and only a new password needs it: the first one loads it. */
function commonPasswords(): Promise<Set<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  );
  return list;
}

/**
 * Whether a password is in the offline list of common ones, or is one of them repeated, or one with a few digits and
 * signs around it.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const common = await commonPasswords();
  const lower = password.toLowerCase();
  const unit = /^(.+?)\1+$/u.exec(lower)?.[1];
  return (
    common.has(lower) ||
    common.has(lower.replace(affixes, '')) ||
    digitRuns.includes(lower) ||
    (unit !== undefined && (unit.length < 4 || common.has(unit)))
  );
}
