import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from './return-url.ts';

describe('localPath', () => {
  it.each([
    ['/support/invite/abc', '/support/invite/abc'],
    ['/Account?tab=organizations', '/Account?tab=organizations'],
    ['/', '/'],
    ['/a/../Account', '/Account'],
    ['/@elsewhere.example', '/@elsewhere.example'],
  ])('accepts %s', (given, path) => {
    expect(localPath(given)).toBe(path);
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '\t//elsewhere.example',
    ' //elsewhere.example',
    '/.//elsewhere.example',
    '/a/..//elsewhere.example',
    '/%2e//elsewhere.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'user@elsewhere.example',
    'Account',
    '',
    `/${'a'.repeat(2000)}`,
    undefined,
    ['/Account', '/Account'],
  ])('drops %j', { tags: ['guard:return-url-path'] }, (given) => {
    expect(localPath(given)).toBeUndefined();
  });

  it('never leads to another host', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '\t',
      '\n',
      '%09',
      '%2e',
      '?',
      '#',
      'https:',
      'elsewhere.example',
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(hostile, (given) => {
        const path = localPath(given);
        const target = new URL(path ?? '/', 'https://here.example/Account/Login');
        expect(target.origin).toBe('https://here.example');
      }),
      { numRuns: 10_000 },
    );
  });
});
