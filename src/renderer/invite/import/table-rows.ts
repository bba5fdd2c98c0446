import { addressesIn } from './addresses-in.ts';
import { hasAddress, type ChosenColumns, type Column } from './columns.ts';
import type { DelimitedRecord } from './delimited-records.ts';
import type { HeadingKind } from './headings.ts';
import type { ImportedRow, WrittenPerson } from './imported-row.ts';
import { readLine } from './read-line.ts';
import { mentionsRole, roleNamed } from './role-names.ts';

interface Table {
  /** Those below the headings. */
  records: readonly DelimitedRecord[];
  columns: readonly Column[];
  chosen: ChosenColumns;
}

type Cells = readonly string[];
type Person = Omit<ImportedRow, 'line' | 'lines'>;

/** The rows of a table: at least one for each record that is not empty. */
export function rowsOf(table: Table): ImportedRow[] {
  return table.records.flatMap(({ cells, line, lines }) => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    const people = readRecord(mergeName(cells, table), table);
    return people.map((person) => ({ ...person, line, lines }));
  });
}

function readRecord(cells: Cells, table: Table): Person[] {
  const { columns, chosen } = table;
  const emailCell = chosen.email === undefined ? '' : (cells[chosen.email] ?? '');
  const name = nameIn(cells, table);
  const role = roleIn(cells, table);
  const written = hasAddress(emailCell) ? readCell(emailCell) : [];
  const isMisaligned = mayBeShifted(cells, table);
  const people = written.map((person): Person => {
    const isOnly = written.length === 1 && name !== '';
    // `Doe | Jane <jane@x.test>`
    const names = isBare(columns) && person.name !== '' ? `${name}, ${person.name}` : name;
    const isRoleOfColumn = chosen.role !== undefined || role.unknownRole !== undefined;
    return {
      ...person,
      ...(isOnly && { name: names }),
      ...(isRoleOfColumn && role),
      isMisaligned,
      otherAddress: undefined,
    };
  });
  if (people.length === 0) {
    const email = readLine(emailCell)[0]?.name ?? '';
    const otherAddress = otherAddressIn(cells, table);
    people.push({ email, name: name === email ? '' : name, ...role, isMisaligned: false, otherAddress });
  }
  // The cells beyond the headings belong to no column: an address among them is shown, and not ready to be sent to.
  const beyond = cells.slice(columns.length).filter(hasAddress).flatMap(readCell);
  return [
    ...people,
    ...beyond.map((person): Person => ({ ...person, isMisaligned: true, otherAddress: undefined })),
  ];
}

/** The people in one cell, which may have several lines. */
function readCell(cell: string): WrittenPerson[] {
  return readLine(cell.replaceAll('\n', ', '));
}

function roleIn(cells: Cells, { columns, chosen }: Table): Pick<WrittenPerson, 'role' | 'unknownRole'> {
  if (chosen.role === undefined) {
    // Without headings, `Admin assistant` may be a wish or a job.
    const wish = isBare(columns) ? cells.find((cell) => mentionsRole(cell) && !hasAddress(cell)) : undefined;
    return { role: undefined, unknownRole: wish?.trim() };
  }
  const written = (cells[chosen.role] ?? '').trim();
  const role = roleNamed(written);
  return { role, unknownRole: role === undefined && written !== '' ? written : undefined };
}

/** The name in the columns for it; where there are none, the first words of the line. */
function nameIn(cells: Cells, { columns, chosen }: Table): string {
  const textIn = (...kinds: HeadingKind['kind'][]): string[] =>
    cells.flatMap((cell, index) => {
      const kind = columns[index]?.kind.kind;
      const isUsed = index === chosen.email || index === chosen.role;
      const isWanted = kind !== undefined && kinds.includes(kind) && !isUsed;
      return isWanted && !hasAddress(cell) && /[\p{L}\p{N}]/u.test(cell) ? [plain(cell.trim())] : [];
    });
  const [full] = textIn('name');
  const [first] = textIn('first-name');
  const [last] = textIn('last-name');
  if (first !== undefined && last !== undefined) return `${first} ${last}`;
  const part = first ?? last;
  if (part !== undefined && full !== undefined && !full.includes(part)) {
    // `Name` beside `Vorname` is the last name, beside `Apellidos` the first one.
    return first === undefined ? `${full} ${part}` : `${part} ${full}`;
  }
  const words = textIn('unknown', 'other');
  return full ?? part ?? (isBare(columns) ? words : words.slice(0, 2)).join(' ');
}

function isBare(columns: readonly Column[]): boolean {
  return columns.every(({ heading }) => heading === undefined);
}

/** A cell on one line, and without the apostrophe that keeps a spreadsheet from taking it for a formula. */
function plain(cell: string): string {
  return cell.replace(/^'(?=[=+\-@])/u, '').replaceAll(/\s+/gu, ' ');
}

/** The first address of another column that is this person’s own. */
function otherAddressIn(cells: Cells, { columns, chosen }: Table): string | undefined {
  const cell = cells.find((one, index) => {
    const kind = columns[index]?.kind.kind;
    const isOwn = kind !== undefined && kind !== 'other-email' && kind !== 'other';
    return index !== chosen.email && isOwn && hasAddress(one);
  });
  return cell === undefined ? undefined : addressesIn(cell)[0];
}

/** `Doe, Jane <jane@x.test>` without quotes is two cells of a table with commas: they are put together again. */
function mergeName(cells: Cells, { columns, chosen }: Table): Cells {
  const { email } = chosen;
  const extra = cells.length - columns.length;
  if (email === undefined || extra <= 0) return cells;
  const parts = cells.slice(email, email + extra + 1);
  const isName = isNamed(parts.at(-1) ?? '') && !parts.slice(0, -1).some(hasAddress);
  return isName
    ? [
        ...cells.slice(0, email),
        parts.map((part) => part.trim()).join(', '),
        ...cells.slice(email + extra + 1),
      ]
    : cells;
}

/** `Jane <jane@x.test>` */
function isNamed(cell: string): boolean {
  const [name = '', address = '', ...others] = cell.trim().split('<');
  return (
    others.length === 0 &&
    !name.includes('@') &&
    address.indexOf('>') === address.length - 1 &&
    address.includes('@')
  );
}

/** Whether a cell too many or too few may have moved somebody else’s address into the email column. */
function mayBeShifted(cells: Cells, { columns, chosen }: Table): boolean {
  const { email = 0 } = chosen;
  const isLonger = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (isLonger && columns.some(({ addresses }, index) => index < email && addresses > 0)) return true;
  const isShorter = cells.length < columns.length;
  const own = new Set(addressesIn(cells[email] ?? ''));
  return cells.some((cell, index) => {
    const kind = columns[index]?.kind;
    const isSuspect = index !== email && ((isShorter && index < email) || isNameKind(kind));
    return isSuspect && addressesIn(cell).some((address) => !own.has(address));
  });
}

function isNameKind(kind: HeadingKind | undefined): boolean {
  return kind?.kind === 'name' || kind?.kind === 'first-name' || kind?.kind === 'last-name';
}
