import { describe, expect, it } from 'vitest';
import { dateLocale } from './date-locale.ts';

const onLinux = (environment: NodeJS.ProcessEnv) => dateLocale('linux', environment, 'en-US');

describe('the locale of dates', () => {
  it.each([
    [{ LANG: 'en_US.UTF-8', LC_TIME: 'sv_SE.UTF-8' }, 'sv-SE'],
    [{ LANG: 'en_US.UTF-8', LC_TIME: '' }, 'en-US'],
    [{ LANG: 'de_DE@euro' }, 'de-DE'],
    [{ LANG: 'en_US.UTF-8', LC_TIME: 'sv_SE', LC_ALL: 'fr_CH.UTF-8' }, 'fr-CH'],
    [{ LC_TIME: 'sr_RS.UTF-8@latin' }, 'sr-Latn-RS'],
    [{ LC_TIME: 'eo' }, 'eo'],
    [{ LC_TIME: 'C.UTF-8', LANG: 'de_DE' }, null],
    [{ LC_TIME: 'POSIX' }, null],
    [{ LC_TIME: '../../etc' }, null],
    [{}, null],
  ])('is, on Linux with %j, %j', (environment, locale) => {
    expect(onLinux(environment)).toBe(locale);
  });

  it('is the system’s elsewhere', () => {
    expect(dateLocale('darwin', { LC_TIME: 'sv_SE' }, 'en-GB')).toBe('en-GB');
    expect(dateLocale('win32', {}, '')).toBeNull();
  });
});
