import { describe, expect, it } from 'vitest';
import { headingKind, isHeadingLine } from './headings.ts';

describe('headingKind', () => {
  it.each([
    ['Email', 0],
    ['email', 0],
    ['E-Mail', 0],
    ['E-mail Address', 0],
    ['eMail', 0],
    ['EMAIL_ADDRESS', 0],
    ['Email Address [Required]', 0],
    ['E-mail 1 - Value', 0],
    ['Primary Email', 0],
    ['E-Mail-Adresse', 0],
    ['Mailadresse', 0],
    ['Courriel', 0],
    ['Adresse électronique', 1],
    ['Correo electrónico', 0],
    ['Dirección de correo electrónico', 0],
    ['Indirizzo email', 0],
    ['Posta elettronica', 0],
    ['Endereço de e-mail', 0],
    ['E-postadress', 0],
    ['Sähköposti', 0],
    ['Adres e-mail', 0],
    ['E-posta', 0],
    ['Электронная почта', 0],
    ['メールアドレス', 0],
    ['电子邮件', 0],
    ['이메일', 0],
    ['Work Email', 1],
    ['Email (work)', 1],
    ['Dienstliche E-Mail', 1],
    ['Contact email', 2],
    ['User principal name', 3],
    ['userPrincipalName', 3],
    ['Personal email', 4],
  ])('finds the address of the person under %s', (heading, rank) => {
    expect(headingKind(heading)).toEqual({ kind: 'email', rank });
  });

  it.each([
    'Recovery Email',
    'Manager Email',
    "Manager's e-mail",
    'Home Secondary Email',
    'E-mail 2 - Value',
    'E-mail 2 Address',
    'Email Display Name',
    'alternateEmailAddress',
    'New Primary Email [UPLOAD ONLY]',
    'Email des Vorgesetzten',
    'Wiederherstellungs-E-Mail',
    'E-mail de récupération',
    'Correo del responsable',
    'CC email',
    'Reply-to email',
    'Invited by (email)',
    '上司のメールアドレス',
    '备用邮箱',
  ])('finds another mailbox, or somebody else’s, under %s', (heading) => {
    expect(headingKind(heading)).toEqual({ kind: 'other-email' });
  });

  it.each([
    ['Role', 'role'],
    ['Rolle*', 'role'],
    ['Rôle', 'role'],
    ['Ruolo', 'role'],
    ['User role', 'role'],
    ['First Name [Required]', 'first-name'],
    ['Vorname', 'first-name'],
    ['Apellidos', 'last-name'],
    ['Display name', 'name'],
    ['Address', 'unknown'],
    ['Mailing address', 'unknown'],
    ['Home mailing address', 'unknown'],
    ['Supervisor', 'other'],
    ['Voicemail', 'other'],
    ['', 'unknown'],
    ['x'.repeat(100), 'unknown'],
  ])('knows %s', (heading, kind) => {
    expect(headingKind(heading)).toEqual({ kind });
  });
});

describe('isHeadingLine', () => {
  it.each([
    [['email']],
    [['E-Mail', 'Rolle']],
    [['Name', 'Kontakt', 'Role']],
    [['name', 'phone']],
    [['', 'Email', '']],
  ])('takes %j for headings', (cells) => {
    expect(isHeadingLine(cells)).toBe(true);
  });

  it.each([
    [['']],
    [['Jane', 'Doe']],
    [['Members of Acme']],
    [['Please mail, now']],
    [['Kim', 'Berlin', 'Agent']],
  ])('does not take %j for headings', (cells) => {
    expect(isHeadingLine(cells)).toBe(false);
  });
});
