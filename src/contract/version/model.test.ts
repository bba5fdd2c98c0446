import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import {
  compareReleases,
  features,
  hasFeature,
  oldestSupported,
  parseRelease,
  release,
  type Release,
} from './model.ts';

const parsed = (text: string): Release => {
  const found = parseRelease(text);
  if (!found) throw new Error(`${text} is no release`);
  return found;
};

it('is the release of package.json', () => {
  expect(release).toBe(packageJson.version);
});

describe('parseRelease', () => {
  it.each([
    ['0.2.0', { major: 0, minor: 2, patch: 0 }],
    ['12.34.56', { major: 12, minor: 34, patch: 56 }],
    ['0.3.0-beta.1', { major: 0, minor: 3, patch: 0 }],
    ['1.2.3+build', { major: 1, minor: 2, patch: 3 }],
  ])('reads %s', (text, expected) => {
    expect(parseRelease(text)).toEqual(expected);
  });

  it.each(['', '1', '1.2', 'v1.2.3', '1.2.3.4', ' 1.2.3', '1.2.x', '1234567.0.0'])('rejects "%s"', (text) => {
    expect(parseRelease(text)).toBeUndefined();
  });
});

it('compares by major, minor and patch as numbers', () => {
  const sorted = ['0.9.10', '0.10.0', '1.0.0', '0.9.9'].toSorted((one, other) =>
    compareReleases(parsed(one), parsed(other)),
  );
  expect(sorted).toEqual(['0.9.9', '0.9.10', '0.10.0', '1.0.0']);
});

it('supports the last two minor releases', () => {
  expect(oldestSupported(parsed('0.5.3'))).toEqual({ major: 0, minor: 3, patch: 0 });
  expect(oldestSupported(parsed('0.1.7'))).toEqual({ major: 0, minor: 0, patch: 0 });
});

it('finds a feature among those that a server names', () => {
  expect(hasFeature(features, 'invites.check')).toBe(true);
  expect(hasFeature(['password.confirmation', 'something.later'], 'invites.check')).toBe(false);
  expect(hasFeature([], 'invites.check')).toBe(false);
});
