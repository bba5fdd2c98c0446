import { expect, it } from 'vitest';
import { release } from '#contract/version/model';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';
import {
  readServerVersion,
  releasesDiffer,
  requireMatchingReleases,
  requireSupportedServer,
} from './server-release.ts';

const server = 'https://help.acme.test';
const differs = (serverRelease: string | undefined) =>
  problemOf(releasesDiffer(server, serverRelease, undefined));

it('says for a later server that the app has to be updated, with both releases', () => {
  expect(differs('99.0.0')).toMatchObject({ code: 'app_too_old' });
  expect(differs('99.0.0')?.detail).toMatch(/runs FastLinkIt 99\.0\.0.*Update the app\.$/);
  expect(differs('99.0.0')?.detail).toContain(release);
});

it('says for an earlier server that it has to be updated', () => {
  expect(differs('0.0.1')).toMatchObject({ code: 'server_too_old' });
});

it('takes something without a release for no server', () => {
  expect(differs(undefined)).toMatchObject({ code: 'not_fastlinkit' });
  expect(differs('nginx')).toMatchObject({ code: 'not_fastlinkit' });
  expect(differs(release)).toMatchObject({ code: 'not_fastlinkit' });
});

it('works with servers of its own release, of later ones, and of the two minor releases before', () => {
  for (const supported of [release, '0.1.0', '99.0.0', undefined]) {
    expect(() => requireSupportedServer(server, supported)).not.toThrow();
  }
});

it('refuses a server that is more than two minor releases older', () => {
  const refusal = (serverRelease: string | undefined) =>
    refusalOf(() => requireSupportedServer(server, serverRelease, '0.5.0'));
  expect(refusal('0.3.0')).toBeUndefined();
  expect(refusal('0.2.9')).toMatchObject({ code: 'server_too_old' });
  expect(refusal('0.2.9')?.detail).toContain('0.2.9');
  // One that names no release is the first.
  expect(refusal(undefined)).toMatchObject({ code: 'server_too_old' });
});

/** What a check refuses with; undefined: nothing. */
function refusalOf(check: () => void) {
  try {
    check();
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

it('refuses an app that is older than what the server serves', () => {
  const refusal = (minimumApp: string) =>
    refusalOf(() => requireMatchingReleases(server, { version: '0.9.0', minimumApp, features: [] }, '0.8.3'));
  expect(refusal('0.8.0')).toBeUndefined();
  expect(refusal('0.8.4')?.code).toBe('app_too_old');
  expect(refusal('0.8.4')?.detail).toContain('needs FastLinkIt Admin 0.8.4 or later, and you have 0.8.3');
  // What is no release says nothing.
  expect(refusal('soon')).toBeUndefined();
});

it('takes a server without an answer to the question for the first release', async () => {
  const refuse = (code: 'not_found' | 'unavailable') => () =>
    Promise.reject(new BridgeProblemError({ code, detail: '' }));
  const version = await readServerVersion(refuse('not_found'));
  expect(version).toEqual({ features: [] });
  const refusal = refusalOf(() => requireMatchingReleases(server, version, '0.9.0'));
  expect(refusal).toMatchObject({ code: 'server_too_old' });
  await expect(readServerVersion(refuse('unavailable'))).rejects.toThrow('unavailable');
});
