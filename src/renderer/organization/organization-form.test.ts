import { describe, expect, it } from 'vitest';
import { changesOf, logoProblem, nameProblem, type OrganizationForm } from './organization-form.ts';

const before: OrganizationForm = { name: 'Acme', description: 'Anvils', logoUrl: '', reminders: true };

describe('changesOf', () => {
  it('tells only what changed, without blanks around it', () => {
    expect(changesOf(before, { ...before, name: ' Acme ', description: 'Rockets ' })).toEqual({
      description: 'Rockets',
    });
    expect(changesOf(before, before)).toEqual({});
  });

  it('takes a logo away when its address is emptied', () => {
    const withLogo = { ...before, logoUrl: 'https://x.test/a.png' };
    expect(changesOf(withLogo, { ...withLogo, logoUrl: '  ' })).toEqual({ logoUrl: null });
    expect(changesOf(before, withLogo)).toEqual({ logoUrl: 'https://x.test/a.png' });
  });

  it('turns reminders on and off', () => {
    expect(changesOf(before, { ...before, reminders: false })).toEqual({ reminders: false });
  });
});

describe('logoProblem and nameProblem', () => {
  it.each(['', '  ', 'https://x.test/a.png'])('take %j', (address) => {
    expect(logoProblem(address)).toBeNull();
  });

  it.each(['http://x.test/a.png', 'x.test/a.png', 'javascript:alert(1)', 'data:image/png;base64,AA'])(
    'refuse %j',
    (address) => {
      expect(logoProblem(address)).toMatch(/https/);
    },
  );

  it('want a name', () => {
    expect(nameProblem('  ')).toBe('Enter a name.');
    expect(nameProblem('Acme')).toBeNull();
  });
});
