// The default: Node finds no named exports in this package.
import Papa from 'papaparse';
import type { AssignableRole } from '#contract/member';

/** One person to invite, as written: nothing is judged yet. */
export interface WrittenInvite {
  /** The address, or what stood in its place. */
  email: string;
  /** undefined: none was written. */
  role: AssignableRole | undefined;
  /** What was written as a role and is none. */
  unknownRole: string | undefined;
}

const roleOf = new Map<string, AssignableRole>([
  ['admin', 'admin'],
  ['admins', 'admin'],
  ['administrator', 'admin'],
  ['agent', 'agent'],
  ['agents', 'agent'],
]);

const emailHeaders = new Set(['email', 'e-mail', 'mail', 'email address', 'e-mail address', 'address']);
const roleHeaders = new Set(['role', 'roles']);

/** What is between two people on a line. */
const separators = new Set([',', ';', '\t', '|']);

/**
 * Reads who is to be invited: a table with the columns `email` and `role`, or addresses as people write and copy
 * them, one or many on a line, with or without names and roles. What cannot be read becomes a row too, so that it
 * is seen and not lost.
 */
export function readAddressList(text: string): WrittenInvite[] {
  const clean = text.replace(/[\u200b-\u200d\u2060\ufeff]/gu, '').replace(/[\u00a0\u202f]/gu, ' ');
  return readTable(clean) ?? clean.split(/\r\n|[\n\r\u2028\u2029]/u).flatMap(readLine);
}

/** The rows of a table whose first line names its columns; undefined when it is none. */
function readTable(text: string): WrittenInvite[] | undefined {
  const { data } = Papa.parse<string[]>(text.trimStart(), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const [head, ...rows] = data;
  const names = head?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const emailColumn = names.findIndex((name) => emailHeaders.has(name));
  if (emailColumn === -1) return undefined;
  const roleColumn = names.findIndex((name) => roleHeaders.has(name));
  return rows.flatMap((cells) => {
    const email = addressIn(cells[emailColumn] ?? '');
    const role = (cells[roleColumn] ?? '').trim();
    return email === '' && role === '' ? [] : [{ email, ...readRole(role) }];
  });
}

/** All who stand on one line: `a@x.test, "Doe, Jane" <jane@x.test> admin; …`. */
function readLine(line: string): WrittenInvite[] {
  const people: WrittenInvite[] = [];
  const parts = splitLine(line);
  for (const [index, part] of parts.entries()) {
    const found = readPart(part);
    const last = people.at(-1);
    const role = roleIn(part);
    if (found.length > 0) {
      people.push(...found);
    } else if (role !== undefined && last && last.role === undefined) {
      last.role = role;
    } else if (!isNameOf(parts[index + 1])) {
      people.push({ email: part, role: undefined, unknownRole: undefined });
    }
  }
  return people;
}

/** `Doe, Jane <jane@x.test>` without quotes: what stands before the comma belongs to the name. */
function isNameOf(next: string | undefined): boolean {
  return next !== undefined && /^[^<@]*<[^<>]*@[^<>]*>/u.test(next);
}

/** The addresses within one part; a role behind an address is that one's. */
function readPart(part: string): WrittenInvite[] {
  const people: WrittenInvite[] = [];
  const spaced = part
    .replace(/"(?:[^"\\]|\\.)*"\s*</gu, ' <')
    .replace(/</gu, ' <')
    .replace(/>/gu, '> ');
  for (const word of spaced.split(/\s+/u)) {
    const last = people.at(-1);
    if (word.includes('@')) {
      people.push({ email: bare(word), role: undefined, unknownRole: undefined });
    } else if (last && last.role === undefined) {
      last.role = roleOf.get(lettersOf(word));
    }
  }
  return people;
}

/** Cuts a line where one person ends, but not within quotes and angle brackets. */
function splitLine(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let bracketed = false;
  const letters = Array.from(line);
  // One that is never closed opens nothing.
  const lastQuote = letters.lastIndexOf('"');
  const lastBracket = letters.lastIndexOf('>');
  for (const [index, letter] of letters.entries()) {
    if (letter === '"') quoted = !quoted && index < lastQuote;
    if (!quoted && letter === '<') bracketed = index < lastBracket;
    if (letter === '>') bracketed = false;
    if (separators.has(letter) && !quoted && !bracketed) {
      parts.push(part);
      part = '';
    } else {
      part += letter;
    }
  }
  return [...parts, part]
    .map((one) => one.trim())
    .filter((one) => lettersOf(one) !== '' || one.includes('@'));
}

function roleIn(part: string): AssignableRole | undefined {
  return roleOf.get(lettersOf(part));
}

function readRole(written: string): Pick<WrittenInvite, 'role' | 'unknownRole'> {
  const role = roleIn(written);
  return { role, unknownRole: role === undefined && written !== '' ? written : undefined };
}

/** The address within a cell that may hold a name too. */
function addressIn(cell: string): string {
  return readPart(cell)[0]?.email ?? cell.trim();
}

/** An address without what people and programs put around it. */
function bare(word: string): string {
  return word
    .replace(/^[\s"'`“”‘’<([{]+/u, '')
    .replace(/^mailto:/iu, '')
    .replace(/[\s"'`“”‘’>)\]}.:]+$/u, '');
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
