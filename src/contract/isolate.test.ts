import { describe, expect, it } from 'vitest';
import { isolate } from './isolate.ts';

describe('isolate', () => {
  it('leaves a text alone that cannot reorder anything', () => {
    for (const text of [
      '',
      'Ada Lovelace',
      'Łukasz O’Brien',
      '株式会社',
      'Ada & Sons (2)',
      'kim@acme.test',
    ]) {
      expect(isolate(text)).toBe(text);
    }
  });

  it('puts right-to-left names and direction marks between U+2068 and U+2069', () => {
    expect(isolate('דנה')).toBe('\u2068דנה\u2069');
    expect(isolate('مريم 7')).toBe('\u2068مريم 7\u2069');
    expect(isolate('Acme \u202Etroppus')).toBe('\u2068Acme \u202Etroppus\u2069');
    expect(isolate('Acme\u200F')).toBe('\u2068Acme\u200F\u2069');
  });

  it('lets nothing out that ends the isolate inside the text', () => {
    expect(isolate('A\u2069\u202EB')).toBe('\u2068A \u202EB\u2069');
    expect(isolate('A\u2029\u202EB')).toBe('\u2068A \u202EB\u2069');
    expect(isolate('A\n\u202EB')).toBe('\u2068A \u202EB\u2069');
  });

  it('isolates once, however often it is asked', () => {
    expect(isolate(isolate('דנה'))).toBe('\u2068דנה\u2069');
  });
});
