import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFile } from './decode-file.ts';
import { readingLabels } from './import-labels.ts';
import { readImport, type ImportReading } from './read-import.ts';

const folder = new URL('../../../../test/fixtures/import/', import.meta.url);

function read(file: string): ImportReading {
  const decoded = decodeFile(readFileSync(new URL(file, folder)));
  if ('problem' in decoded) throw new Error(`${file} is no text`);
  return readImport(decoded.text);
}

/** Each file with its rows, and what the review says about it. */
const files: Record<string, { rows: (string | undefined)[][]; labels: string[] }> = {
  'excel-utf8.csv': {
    rows: [
      ['Müller, Jörg', 'joerg.mueller@acme.test', 'admin'],
      ['Ann Lee', 'ann.lee@acme.test', 'agent'],
      ['Łukasz Nowak', 'lukasz@acme.test', undefined],
      ['Bob (no mailbox yet)', '', 'agent'],
    ],
    labels: ['Email from “Work email”, role from “Role”; 1 line without an address.'],
  },
  'excel-german-windows-1252.csv': {
    rows: [
      ['Jörg Müller', 'joerg.mueller@acme.test', 'admin'],
      ['Änne Groß', 'aenne.gross@acme.test', 'agent'],
      ['Uwe Österreich', '', 'agent'],
    ],
    labels: ['Email from “E-Mail”, role from “Rolle”; 1 line without an address.'],
  },
  'excel-unicode-text.txt': {
    rows: [
      ['José Álvarez', 'jose@acme.test', 'admin'],
      ['Zoë O"Neil, Jr.', 'zoe@acme.test', 'agent'],
      ['松本 行弘', 'yukihiro@acme.test', undefined],
    ],
    labels: ['Email from “Courriel”, role from “Rôle”.'],
  },
  'excel-sep-line.csv': {
    rows: [
      ['', 'kim@acme.test', 'agent'],
      ['', 'lee@acme.test', 'admin'],
    ],
    labels: ['Email from “E-Mail-Adresse”, role from “Rolle”.'],
  },
  'libreoffice-utf8.csv': {
    rows: [
      ['Kim Núñez', 'kim@acme.test', 'agent'],
      ['Lee García, hijo', 'lee@acme.test', 'admin'],
    ],
    labels: [
      'Email from “Correo electrónico”, role from “Rol”.',
      '“Notas” also has addresses. They won’t be invited.',
    ],
  },
  'libreoffice-quoted-semicolon.csv': {
    rows: [
      ['Kim Nuñez', 'kim@acme.test', 'agent'],
      ["Lee D'Été; fils", 'lee@acme.test', 'admin'],
    ],
    labels: ['Email from “Adresse e-mail”, role from “Rôle”.'],
  },
  'google-workspace-users.csv': {
    rows: [
      ['Ada Byron', 'ada@acme.test', undefined],
      ['Grace Hopper', 'grace@acme.test', undefined],
      ['Meeting Room', '', undefined],
    ],
    labels: [
      'Email from “Email Address [Required]”; 1 line without an address.',
      'No role column found, so everyone joins as an Agent.',
      '“Recovery Email”, “Home Secondary Email”, and “Manager Email” also have addresses. They won’t be invited.',
    ],
  },
  'google-contacts.csv': {
    rows: [
      ['Kim Roe', 'kim@acme.test', undefined],
      ['Lee Poe', 'lee@acme.test', undefined],
      ['Taxi', '', undefined],
    ],
    labels: [
      'Email from “E-mail 1 - Value”; 1 line without an address.',
      'No role column found, so everyone joins as an Agent.',
      '“Notes” and “E-mail 2 - Value” also have addresses. They won’t be invited.',
    ],
  },
  'entra-users.csv': {
    rows: [
      ['Kim Roe', 'kim.roe@acme.test', undefined],
      ['Guest', 'guest@other.test', undefined],
      ['Room 1', '', undefined],
    ],
    labels: [
      'Email from “mail”; 1 line without an address.',
      'No role column found, so everyone joins as an Agent.',
      '“userPrincipalName” and “alternateEmailAddress” also have addresses. They won’t be invited.',
    ],
  },
  'outlook-contacts.csv': {
    rows: [
      ['Jürgen Groß', 'juergen@acme.test', undefined],
      ['Anna Ohne Adresse', '', undefined],
    ],
    labels: [
      'Email from “E-mail Address”; 1 line without an address.',
      'No role column found, so everyone joins as an Agent.',
      "“E-mail Display Name”, “E-mail 2 Address”, “E-mail 2 Display Name”, and “Manager's Name” also have addresses. They won’t be invited.",
    ],
  },
  'numbers-table-name.csv': {
    rows: [
      ['Support team: Table 1', '', undefined],
      ['Kim Roe', 'kim@acme.test', 'agent'],
      ['Lee Poe', 'lee@acme.test', 'admin'],
    ],
    labels: ['Email from “Email”, role from “Role”; 1 line without an address.'],
  },
};

describe('a file as a program saves it', () => {
  it.each(Object.entries(files))('%s', (file, { rows, labels }) => {
    const reading = read(file);
    expect(reading.rows.map(({ name, email, role }) => [name, email, role])).toEqual(rows);
    expect(
      reading.rows.every(({ unknownRole, isMisaligned }) => unknownRole === undefined && !isMisaligned),
    ).toBe(true);
    expect(readingLabels(reading, 'agent')).toEqual(labels);
  });

  it('has an expectation for each file', () => {
    expect(readdirSync(folder).filter((file) => file !== 'README.md')).toEqual(Object.keys(files).toSorted());
  });
});
