import { describe, expect, it } from 'vitest';
import { normalizeEmail } from './email-address.ts';

describe('normalizeEmail', () => {
  it.each([
    ['  Kim@Acme.Test ', 'kim@acme.test'],
    ['ｋｉｍ＠ａｃｍｅ．ｔｅｓｔ', 'kim@acme.test'],
    ['ＫＩＭ@acme.test', 'kim@acme.test'],
    ['\u202akim@acme.test\u202c', 'kim@acme.test'],
    ['\u2066kim@acme.test\u2069', 'kim@acme.test'],
    ['kim@acme.test\u200e', 'kim@acme.test'],
    ['k\u00adim@ac\u00adme.test', 'kim@acme.test'],
    ['\ufeffkim@acme.test', 'kim@acme.test'],
    ['jürgen@acme.test', 'jürgen@acme.test'],
    ['zoe\u0308@bücher.test', 'zoë@xn--bcher-kva.test'],
  ])('reads %j as %j', (written, normal) => {
    expect(normalizeEmail(written)).toBe(normal);
    expect(normalizeEmail(normal)).toBe(normal);
  });

  it.each([
    '',
    'kim',
    '@acme.test',
    'kim@',
    'kim@acme',
    'k im@acme.test',
    'kim@@acme.test',
    'kim@ac\nme.test',
  ])('refuses %j', (written) => {
    expect(normalizeEmail(written)).toBeUndefined();
  });
});
