/**
 * @typedef {object} Match
 * @property {number} start where the match begins in the text
 * @property {number} end where it ends, exclusively
 * @property {Record<string, string>} names what each placeholder stands for
 */

/** A placeholder: `$` and a name, as in `$error`. Neither `${` nor SQL's `$1` is one. */
const placeholder = /\$[A-Za-z]\w*/;
const token = new RegExp(String.raw`${placeholder.source}|[\w]+|\s+|[^\w\s]`, 'g');

/** Between two tokens of code: white space and comments. */
const gap = String.raw`(?:\s|//[^\n]*\n|/\*[\s\S]*?\*/)*`;
/** What a placeholder stands for: a name, or names joined by dots. */
const name = String.raw`(?<![\w$])[A-Za-z_$#][\w$]*(?:\??\.#?[A-Za-z_$][\w$]*)*(?![\w$])`;

/**
 * Finds a piece of code by its shape: white space, comments and trailing commas do not matter, and a placeholder
 * stands for any name, the same one each time that it is repeated.
 *
 * @param {string} text the source that is searched
 * @param {string} pattern as `if ($status !== 'pending') throw $problem($status);`
 * @returns {Match[]} all that match, in their order
 */
export function findPattern(text, pattern) {
  return Array.from(text.matchAll(new RegExp(expressionOf(pattern), 'g')), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    names: { ...match.groups },
  }));
}

/**
 * Puts the names that a match has found into the code that replaces it.
 *
 * @param {string} replacement
 * @param {Record<string, string>} names
 * @throws {Error} for a placeholder that the pattern lacks
 */
export function fillIn(replacement, names) {
  return replacement.replaceAll(new RegExp(placeholder, 'g'), (found) => {
    const value = names[found.slice(1)];
    if (value === undefined) throw new Error(`There is no ${found} in the pattern of "${replacement}".`);
    return value;
  });
}

/** @param {string} pattern */
function expressionOf(pattern) {
  const tokens = pattern.trim().match(token) ?? [];
  if (tokens.length === 0) throw new Error('A pattern may not be empty.');
  /** @type {Set<string>} */
  const known = new Set();
  let expression = '';
  /** @type {string | undefined} */
  let previous;
  for (const [index, part] of tokens.entries()) {
    if (/^\s/.test(part)) continue;
    if (previous !== undefined) {
      const apart = /^\s/.test(tokens[index - 1] ?? '');
      // Two words stay two words.
      expression += apart && isWord(previous) && isWord(part) ? String.raw`(?=[\s/])${gap}` : gap;
      if (/^[)\]}]$/.test(part) && !/^[([{,;]$/.test(previous)) expression += `(?:,${gap})?`;
    }
    expression += expressionOfToken(part, known);
    previous = part;
  }
  return expression;
}

/** @param {string} part */
const isWord = (part) => /^[$\w]/.test(part) && part !== '$';

/**
 * @param {string} part
 * @param {Set<string>} known the placeholders that came before
 */
function expressionOfToken(part, known) {
  if (part.length > 1 && placeholder.test(part)) {
    const group = part.slice(1);
    if (known.has(group)) return String.raw`(?<![\w$])\k<${group}>(?![\w$])`;
    known.add(group);
    return `(?<${group}>${name})`;
  }
  if (/^\w/.test(part)) return String.raw`(?<!\w)${part}(?!\w)`;
  return part.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
