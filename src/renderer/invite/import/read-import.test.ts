import { describe, expect, it } from 'vitest';
import { readingLabels } from './import-labels.ts';
import type { ImportedRow } from './imported-row.ts';
import { hasAddresses, readImport } from './read-import.ts';

const short = ({ email, name, role, unknownRole, isMisaligned }: ImportedRow): string =>
  [email || '-', name && `“${name}”`, role, unknownRole && `?${unknownRole}`, isMisaligned && '!']
    .filter(Boolean)
    .join(' ');
const read = (...lines: string[]): string[] => readImport(lines.join('\n')).rows.map(short);
const labels = (...lines: string[]): string[] => readingLabels(readImport(lines.join('\n')), 'agent');

describe('lines of text', () => {
  it.each([
    ['nothing', '', []],
    ['blank lines', '\n \r\n\t\n--\n', []],
    ['one', 'a@x.test', ['a@x.test']],
    ['commas', 'a@x.test, b@x.test,c@x.test', ['a@x.test', 'b@x.test', 'c@x.test']],
    [
      'commas of other scripts',
      'a@x.test、b@x.test，c@x.test；d@x.test',
      ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'],
    ],
    ['semicolons', 'a@x.test; b@x.test;', ['a@x.test', 'b@x.test']],
    [
      'lines of every kind',
      'a@x.test\nb@x.test\r\nc@x.test\rd@x.test',
      ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'],
    ],
    ['spaces', 'a@x.test b@x.test', ['a@x.test', 'b@x.test']],
    ['slashes', 'a@x.test/b@x.test', ['a@x.test', 'b@x.test']],
    ['a name and brackets', 'Jane Doe <jane@x.test>', ['jane@x.test “Jane Doe”']],
    [
      'a quoted name with a comma',
      '"Doe, Jane" <jane@x.test>, b@x.test',
      ['jane@x.test “Doe, Jane”', 'b@x.test'],
    ],
    ['a quoted name with an @', '"jane@home" <jane@x.test>', ['jane@x.test “jane@home”']],
    ['the address as its own name', 'jane@x.test <JANE@x.test>', ['jane@x.test']],
    [
      'bare names with commas',
      'Doe, Jane <jane@x.test>; Roe, Rick <rick@x.test>',
      ['jane@x.test “Doe, Jane”', 'rick@x.test “Roe, Rick”'],
    ],
    ['a name without brackets', 'Jane Doe jane@x.test', ['jane@x.test “Jane Doe”']],
    ['names before addresses', 'Ann, a@x.test, Bob, b@x.test', ['a@x.test “Ann”', 'b@x.test “Bob”']],
    ['names behind addresses', 'a@x.test, Ann, b@x.test, Bob', ['a@x.test “Ann”', 'b@x.test “Bob”']],
    ['only brackets', '<jane@x.test>', ['jane@x.test']],
    ['mailto', 'mailto:jane@x.test?subject=Hello', ['jane@x.test']],
    ['quotes around', `"a@x.test", 'b@x.test', “c@x.test”`, ['a@x.test', 'b@x.test', 'c@x.test']],
    ['a sentence’s end', 'Please ask a@x.test, and b@x.test.', ['a@x.test “Please ask”', 'b@x.test “and”']],
    ['bullets', '- a@x.test\n* b@x.test', ['a@x.test', 'b@x.test']],
    ['a role after a comma', 'a@x.test, admin\nb@x.test, Agent', ['a@x.test admin', 'b@x.test agent']],
    ['a role after a tab', 'a@x.test\tAdministrator', ['a@x.test admin']],
    ['a role after a space', 'a@x.test admin b@x.test', ['a@x.test admin', 'b@x.test']],
    ['a role in brackets', 'a@x.test (Admin)', ['a@x.test admin']],
    ['a role behind a name', 'Jane <jane@x.test> admin; b@x.test', ['jane@x.test “Jane” admin', 'b@x.test']],
    ['a role before the address', 'Admin: a@x.test', ['a@x.test admin']],
    ['a role before two addresses', 'Admin: a@x.test, b@x.test', ['a@x.test ?Admin', 'b@x.test']],
    ['two roles of one', 'a@x.test, admin, agent', ['a@x.test ?admin, agent']],
    ['a role that cannot be given', 'a@x.test, Owner', ['a@x.test ?Owner']],
    ['an Admin as a name', 'IT Admin <it@x.test>', ['it@x.test “IT Admin”']],
    ['what is no address', 'a@x.test, b@', ['a@x.test', 'b@']],
    ['a role of nobody', 'admin', ['- “admin”']],
    ['a quote that is never closed', '5" pipe, a@x.test, b@x.test', ['a@x.test “5" pipe”', 'b@x.test']],
    ['a bracket that is never closed', 'Jane <jane@x.test, b@x.test', ['jane@x.test “Jane”', 'b@x.test']],
    ['what cannot be seen', '\ufeffa@x.test\u200b,\u00a0b@x.test', ['a@x.test', 'b@x.test']],
  ])('%s', (_case, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it.each([
    '\u202akim@x.test\u202c',
    '\u2066kim@x.test\u2069',
    'kim@x.test\u200e',
    'k\u00adim@x.test',
    'Kim Roe <\u202akim@x.test\u202c>',
  ])('takes invisible characters out of %j', (text) => {
    expect(readImport(text).rows.map(({ email }) => email)).toEqual(['kim@x.test']);
  });

  it.each([
    ['Kim Roe kim@x.test Admin Assistant', 'kim@x.test “Kim Roe” ?Admin Assistant'],
    ['Lee <lee@x.test> (Administrator, Berlin office)', 'lee@x.test “Lee” ?Administrator, Berlin office'],
    ['lee@x.test, Admin, Berlin', 'lee@x.test ?Admin, Berlin'],
  ])('does not take %j for a wish for a role', (line, row) => {
    expect(read(line)).toEqual([row]);
  });

  it('makes one row of a line with tabs, with its name', () => {
    expect(read('Jane\tDoe\tjane@t.test')).toEqual(['jane@t.test “Jane Doe”']);
  });

  it('keeps a line without an address, and counts it', () => {
    expect(read('Kim Roe', 'lee@x.test')).toEqual(['- “Kim Roe”', 'lee@x.test']);
    expect(labels('Kim Roe', 'lee@x.test')).toEqual(['1 line without an address.']);
  });

  // Where the time grows with the square of the length, the test's time does not suffice.
  it('reads ten thousand addresses on one line', () => {
    const emails = Array.from({ length: 10_000 }, (_, index) => `"Name, ${index}" <p${index}@x.test>`);
    expect(readImport(emails.join(', ')).rows).toHaveLength(10_000);
  });
});

describe('a table', () => {
  it.each([
    ['with roles', ['email,role', 'a@x.test,admin', 'b@x.test,'], ['a@x.test admin', 'b@x.test']],
    ['with names in the cells', ['email', 'Jane <a@x.test>'], ['a@x.test “Jane”']],
    ['with empty lines', ['\ufeff', 'email,role', ',', '', 'a@x.test,admin', ''], ['a@x.test admin']],
    ['with a role that is none', ['email,role', 'a@x.test,Owner'], ['a@x.test ?Owner']],
    ['with headings only', ['email,role'], []],
    ['with what is no address', ['name,email', 'Bob,nobody'], ['nobody “Bob”']],
    [
      'with the headings twice',
      ['email,role', 'a@x.test,admin', 'email,role', 'b@x.test,agent'],
      ['a@x.test admin', 'b@x.test agent'],
    ],
    [
      'with a title above',
      ['Our team', '', 'name;email', 'Ann;a@x.test'],
      ['- “Our team”', 'a@x.test “Ann”'],
    ],
  ])('%s', (_case, lines, rows) => {
    expect(read(...lines)).toEqual(rows);
  });

  it('says where the quoting breaks, and loses no line', () => {
    const lines = [
      'name,email,role',
      'Ada,ada1@x.test,agent',
      '"Bob,bob@x.test,agent',
      'Cy,cy@x.test,agent',
      'Dee,dee@x.test,admin',
    ];
    expect(read(...lines)).toEqual([
      'ada1@x.test “Ada” agent',
      'bob@x.test “Bob” agent',
      'cy@x.test “Cy” agent',
      'dee@x.test “Dee” admin',
    ]);
    expect(labels(...lines)).toEqual([
      'Email from “email”, role from “role”.',
      'A quotation mark in line 3 isn’t closed. Check that line and the 2 lines after it.',
    ]);
  });

  it.each([
    ['a quote that a later name closes', ['"Bob,bob@x.test,agent', '"Doe, Jane",jane@x.test,agent']],
    ['a quote that a later line closes', ['"Bob,bob@x.test,agent', 'Jane,jane@x.test,agent"']],
    ['quotes within a name', ['Bob "B",bob@x.test,agent', '"Jane "J" Doe",jane@x.test,agent']],
    ['a quote in the last line', ['Bob,bob@x.test,agent', '"Jane,jane@x.test,agent']],
  ])('reads every line around %s', (_case, lines) => {
    const { rows } = readImport(['name,email,role', ...lines].join('\n'));
    expect(rows.map(({ email }) => email)).toEqual(['bob@x.test', 'jane@x.test']);
    expect(rows.every(({ role, isMisaligned }) => role === 'agent' && !isMisaligned)).toBe(true);
  });

  it('makes a row of every address of a cell or line', () => {
    expect(read('name,email', 'Kim,"kim@x.test; lee@x.test"')).toEqual(['kim@x.test', 'lee@x.test']);
    expect(read('email', 'kim@x.test, lee@x.test')).toEqual(['kim@x.test', 'lee@x.test']);
    expect(read('email', '"kim@x.test; lee@x.test"')).toEqual(['kim@x.test', 'lee@x.test']);
    expect(read('email', 'Doe, Jane <jane@x.test>')).toEqual(['jane@x.test “Doe, Jane”']);
    expect(read('email,role', 'Doe, Jane <jane@x.test>,admin')).toEqual(['jane@x.test “Doe, Jane” admin']);
  });

  it(
    'takes the column that has addresses, not the one with streets',
    { tags: ['guard:import-no-address'] },
    () => {
      const lines = ['Name,Address,Email,Role', 'Kim,1 Main St,kim@x.test,Agent', 'Lee,2 Main St,,Agent'];
      expect(read(...lines)).toEqual(['kim@x.test “Kim” agent', '- “Lee” agent']);
      expect(labels(...lines)[0]).toBe('Email from “Email”, role from “Role”; 1 line without an address.');
      expect(read('Name,Address', 'Kim,kim@x.test')).toEqual(['kim@x.test “Kim”']);
    },
  );

  it('never takes a recovery address, or the manager’s', { tags: ['guard:import-other-people'] }, () => {
    const lines = [
      'First Name [Required],Last Name [Required],Email Address [Required],Recovery Email,Manager Email',
      'Kim,Roe,kim@x.test,kim@home.test,boss@x.test',
      'Lee,Poe,,lee@home.test,boss@x.test',
    ];
    expect(read(...lines)).toEqual(['kim@x.test “Kim Roe”', '- “Lee Poe”']);
    const alone = readImport('Name,Manager Email\nKim,boss@x.test');
    expect(alone.rows.map(short)).toEqual(['- “Kim”']);
    expect(readingLabels(alone, 'agent')[0]).toBe(
      'No email column found. Choose the column with the addresses to invite.',
    );
    expect(hasAddresses(alone)).toBe(true);
    expect(read('Name,Supervisor,Role', 'Kim,boss@x.test,Agent')).toEqual(['- “Kim” agent']);
  });

  it('offers the person’s other address where there is none', () => {
    const lines = [
      'Name,Email,Personal email,Manager Email',
      'Kim,,kim@home.test,boss@x.test',
      'Lee,lee@x.test,,',
    ];
    expect(readImport(lines.join('\n')).rows).toMatchObject([
      { email: '', otherAddress: 'kim@home.test' },
      { email: 'lee@x.test', otherAddress: undefined },
    ]);
  });

  it('reads headings and roles of other languages, and says where there is no role', () => {
    expect(read('E-Mail;Rolle', 'kim@acme.test;Agent')).toEqual(['kim@acme.test agent']);
    expect(readingLabels(readImport('E-Mail;Abteilung\nkim@acme.test;Admin'), 'admin')).toEqual([
      'Email from “E-Mail”.',
      'No role column found, so everyone joins as an Admin.',
    ]);
  });

  it('leaves the line `sep=;` out, and believes it', () => {
    expect(read('sep=;', 'a@x.test;Ann', 'b@x.test;Bob')).toEqual(['a@x.test “Ann”', 'b@x.test “Bob”']);
    expect(read('sep=;', 'email;role', 'a@x.test;admin')).toEqual(['a@x.test admin']);
    expect(readImport('sep=;\na@x.test').rows).toMatchObject([{ email: 'a@x.test', line: 2 }]);
  });

  it('finds columns without headings, and offers a second one of addresses', () => {
    const lines = ['Kim\tkim@x.test\tboss@x.test\tAgent', 'Lee\tlee@x.test\tboss@x.test\tAdmin'];
    expect(read(...lines)).toEqual(['kim@x.test “Kim” agent', 'lee@x.test “Lee” admin']);
    expect(labels(...lines)).toEqual([
      'Email from column 2, role from column 4.',
      'Column 3 also has addresses. They won’t be invited.',
    ]);
    expect(readImport(lines.join('\n'), { email: 2 }).rows.map(({ email }) => email)).toEqual([
      'boss@x.test',
      'boss@x.test',
    ]);
  });

  it('does not take a job for a role', () => {
    expect(read('Kim\tkim@x.test\tAdmin assistant', 'Lee\tlee@x.test\tClerk')).toEqual([
      'kim@x.test “Kim Admin assistant” ?Admin assistant',
      'lee@x.test “Lee Clerk”',
    ]);
    expect(read('Name,Email,Job title', 'Kim,kim@x.test,Admin assistant')).toEqual(['kim@x.test “Kim”']);
  });

  it('has doubts about an address that may have come from another column', () => {
    const ready = (...lines: string[]) =>
      readImport(lines.join('\n')).rows.flatMap(({ email, isMisaligned }) =>
        email.includes('@') && !isMisaligned ? [email] : [],
      );
    expect(ready('manager email,email', 'Doe, J,boss@x.test,kim@x.test', 'b@x.test,lee@x.test')).toEqual([
      'lee@x.test',
    ]);
    expect(ready('name,email,manager', 'kim@x.test,boss@x.test', 'Lee,lee@x.test,boss@x.test')).toEqual([
      'lee@x.test',
    ]);
  });

  it('reads the columns that the user chose', () => {
    const text = 'Name,Email,Private,Level\nKim,kim@x.test,kim@home.test,Admin';
    expect(readImport(text, { email: 2, role: 3 }).rows.map(short)).toEqual(['kim@home.test “Kim” admin']);
    expect(readImport(text, { email: undefined }).rows.map(short)).toEqual(['- “Kim”']);
  });

  it('knows when there is no address at all', () => {
    expect(hasAddresses(readImport('name,phone\nKim,123\nLee,456'))).toBe(false);
    expect(hasAddresses(readImport('Kim Roe\nLee'))).toBe(false);
    expect(hasAddresses(readImport('kim@'))).toBe(true);
  });
});
