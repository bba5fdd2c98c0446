import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFile } from './decode-file.ts';
import { readImport } from './read-import.ts';

/** Where `npm run test:imports` has LibreOffice save its lists. */
const folder = process.env['FASTLINKIT_LIBREOFFICE_FILES'] ?? '';

interface Person {
  name: string;
  email: string;
  role: string;
}

describe.runIf(folder !== '')('a list that LibreOffice has saved', () => {
  it.each(['en-US', 'de-DE', 'fr-FR'])('is read as it was written in %s', (locale) => {
    const people = JSON.parse(readFileSync(join(folder, 'people.json'), 'utf8')) as Person[];
    expect(readdirSync(folder)).toContain(`${locale}.csv`);
    const decoded = decodeFile(readFileSync(join(folder, `${locale}.csv`)));
    const { rows } = readImport('text' in decoded ? decoded.text : '');
    expect(rows.map(({ name, email, role }) => ({ name, email, role }))).toEqual(
      people.map((person) => ({ ...person, name: person.name.replaceAll('\n', ' ') })),
    );
  });
});
