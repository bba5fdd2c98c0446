import type { AssignableRole } from '#contract/member/model';
import { piecesOf, type Piece } from './addresses-in.ts';
import type { ImportedRow, WrittenPerson } from './imported-row.ts';
import { mentionsRole, roleNamed } from './role-names.ts';

/** What separates two people on a line. */
const separators = new Set([',', ';', '\t', '|', '，', '；', '、', '،', '؛']);

/** The people on all lines of a text that is no table. @param text clean, see `cleanText` */
export function readLines(text: string): ImportedRow[] {
  return text.split('\n').flatMap((line, index) =>
    readLine(line).map((person) => ({
      ...person,
      line: index + 1,
      lines: 1,
      isMisaligned: false,
      otherAddress: undefined,
    })),
  );
}

/** What is written beside an address. */
interface Beside {
  email: string;
  /** Before it. */
  names: string[];
  /** After it, in order. */
  after: { text: string; role: AssignableRole | undefined }[];
  /** Names a role before the address. */
  roleBefore: string | undefined;
  hasDisplayName: boolean;
}

/**
 * The people on one line: `a@x.test, "Doe, Jane" <jane@x.test> admin; …`. Text beside an address is a name. It is a role only
 * if it is the name of a role and nothing else. A line without an address is one person without an address.
 *
 * @param line clean, see `cleanText`
 * @returns none when the line has neither a letter nor a digit
 */
export function readLine(line: string): WrittenPerson[] {
  const pieces = splitLine(line).flatMap(piecesOf);
  if (pieces.length === 0) {
    const email = line.includes('@') ? line.trim() : undefined;
    return email === undefined ? [] : [{ email, name: '', role: undefined, unknownRole: undefined }];
  }
  const joint = line.includes('\t') ? ' ' : ', ';
  const count = pieces.filter(({ kind }) => kind === 'address').length;
  if (count === 0) {
    const name = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(joint);
    return [{ email: '', name, role: undefined, unknownRole: undefined }];
  }
  return assign(pieces, count).map((beside) => toPerson(beside, joint, count));
}

/** Gives each text to the address that it belongs to. */
function assign(pieces: readonly Piece[], count: number): Beside[] {
  const [first] = pieces;
  const namesComeFirst = first?.kind === 'text' && roleNamed(first.text) === undefined;
  const isDisplayName = findDisplayNames(pieces);
  const people: Beside[] = [];
  let names: string[] = [];
  let hasDisplayName = false;
  let roleBefore: string | undefined;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'address') {
      people.push({ email: piece.email, names, after: [], roleBefore, hasDisplayName });
      names = [];
      roleBefore = undefined;
      hasDisplayName = false;
      continue;
    }
    const last = people.at(-1);
    const role = roleNamed(piece.text);
    const isForNext =
      isDisplayName[index] === true ||
      (role === undefined &&
        people.length < count &&
        (namesComeFirst || last === undefined || (piece.isBeforeAddress && !piece.isAfterAddress)));
    if (isForNext) {
      names.push(piece.text);
      hasDisplayName ||= isDisplayName[index] === true;
    } else if (last) {
      last.after.push({ text: piece.text, role });
    } else {
      roleBefore = piece.text;
    }
  }
  return people;
}

/** Which pieces belong to a name before `<address>`: all texts between it and the address before. */
function findDisplayNames(pieces: readonly Piece[]): boolean[] {
  const found: boolean[] = [];
  let isBracketed = false;
  for (const [index, piece] of [...pieces.entries()].toReversed()) {
    if (piece.kind === 'address') ({ isBracketed } = piece);
    // `a@x.test, admin, Doe, Jane <jane@x.test>`: the role belongs to the address before it.
    else if (roleNamed(piece.text) !== undefined && !piece.isBeforeAddress) isBracketed = false;
    found[index] = piece.kind === 'text' && isBracketed;
  }
  return found;
}

function toPerson(beside: Beside, joint: string, count: number): WrittenPerson {
  const { email, names, after, roleBefore, hasDisplayName } = beside;
  const roles = new Set(after.flatMap(({ role }) => role ?? []));
  const [role] = roles;
  // A role before one of several addresses may be meant for all of them.
  if (roleBefore !== undefined && roles.size === 0) {
    const name = [...names, ...after.map(({ text }) => text)].join(joint);
    return count === 1
      ? { email, name, role: roleNamed(roleBefore), unknownRole: undefined }
      : { email, name, role: undefined, unknownRole: roleBefore };
  }
  if (role !== undefined && roles.size === 1 && after.every((one) => one.role === role)) {
    return { email, name: names.join(joint), role, unknownRole: undefined };
  }
  const inDoubt = new Set([
    ...(hasDisplayName ? [] : names.filter(mentionsRole)),
    ...(roles.size > 0 || after.some(({ text }) => mentionsRole(text)) ? after.map(({ text }) => text) : []),
  ]);
  const rest = [...names, ...after.map(({ text }) => text)].filter((text) => !inDoubt.has(text));
  const unknownRole = inDoubt.size === 0 ? undefined : [...inDoubt].join(', ');
  return { email, name: rest.join(joint), role: undefined, unknownRole };
}

/** Splits a line at separators outside of quotes and brackets. */
function splitLine(line: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  let parenthesized = false;
  // A quote or bracket that is never closed does not open.
  const lastQuote = line.lastIndexOf('"');
  const lastBracket = line.lastIndexOf('>');
  const lastParenthesis = line.lastIndexOf(')');
  for (let index = 0; index < line.length; index += 1) {
    const letter = line.charAt(index);
    if (letter === '"') quoted = !quoted && index < lastQuote;
    else if (letter === '<' && !quoted) bracketed = index < lastBracket;
    else if (letter === '>') bracketed = false;
    else if (letter === '(' && !quoted) parenthesized = index < lastParenthesis;
    else if (letter === ')') parenthesized = false;
    else if (separators.has(letter) && !quoted && !bracketed && !parenthesized) {
      parts.push(line.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, line.slice(start)];
}
