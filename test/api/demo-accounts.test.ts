import { expect, onTestFinished, test } from 'vitest';
import { getMe } from '#contract/account/api';
import { createApiKey } from '#contract/api-key/api';
import { refreshSession, signIn as signInEndpoint } from '#contract/session/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { createEmptyDatabase } from '../helpers/databases.ts';
import { openTestData } from '../helpers/factories.ts';
import { earlierReleases } from '../helpers/releases.ts';
import { startBackend, type BackendSettings } from '../helpers/start-backend.ts';
import { createWebClient } from '../helpers/web-client.ts';

const smtpUrl = 'smtp://127.0.0.1:1';
const password = 'fastlinkit-demo';
const owner = { email: 'ada@acme.test', password };
const support = { email: 'support@fastlinkit.test', password };

async function filledDatabase(settings: Pick<BackendSettings, 'release'> = {}) {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  const backend = await startBackend({ databaseUrl: database.url, smtpUrl, demo: true, ...settings });
  return { databaseUrl: database.url, backend };
}

async function started(settings: BackendSettings) {
  const backend = await startBackend({ smtpUrl, ...settings });
  onTestFinished(async () => void (await backend.stop()));
  return backend;
}

/** How many lines of the log say that there are demo accounts. */
const warnings = (log: Record<string, unknown>[]) =>
  log.filter(({ msg }) => typeof msg === 'string' && msg.startsWith('demo accounts are in the database'));

test(
  'lets nobody use a demo account without --demo: no password, session, refresh or API key',
  { tags: ['guard:demo-mode'] },
  async () => {
    const { databaseUrl, backend: demo } = await filledDatabase();
    expect(warnings(demo.log())).toEqual([]);
    const ada = await signIn(demo.url, owner);
    expect((await signIn(demo.url, support)).tokens.user.staff).toBe(true);
    const { key } = await ada.client.call(createApiKey, { body: { name: 'Script', password } });
    const browser = createWebClient(demo.url);
    expect((await browser.post('/Account/Login', owner)).status).toBe(303);
    const cookie = browser.cookie();
    await demo.stop();

    const backend = await started({ databaseUrl });
    const anonymous = createApiClient(backend.url);
    for (const body of [owner, support]) {
      const refused = await anonymous.refusal(signInEndpoint, { body });
      expect([refused.status, refused.problem.code]).toEqual([403, 'forbidden']);
      expect(refused.problem.detail).toContain('demo account');
    }
    const wrong = await anonymous.refusal(signInEndpoint, { body: { ...owner, password: 'not it' } });
    expect(wrong.problem.code).toBe('invalid_credentials');
    const session = createApiClient(backend.url, ada.tokens.accessToken);
    expect((await session.refusal(getMe, {})).problem.code).toBe('unauthenticated');
    const { refreshToken } = ada.tokens;
    const refresh = await anonymous.refusal(refreshSession, { body: { refreshToken } });
    expect(refresh.problem.code).toBe('session_revoked');
    const script = await anonymous.refusal(getMe, { headers: { 'X-Api-Key': key } });
    expect(script.problem.code).toBe('unauthenticated');
    const page = await createWebClient(backend.url).get('/Account', { Cookie: cookie });
    expect([page.status, page.location]).toEqual([303, '/Account/Login']);
    const form = await createWebClient(backend.url).post('/Account/Login', owner);
    expect(form.status).toBe(403);
    expect(form.text).toContain('demo account');
    const said = warnings(backend.log());
    expect(said).toHaveLength(1);
    expect(Number(said[0]?.['accounts'])).toBeGreaterThan(50);

    const testData = openTestData(databaseUrl);
    onTestFinished(() => testData.close());
    const person = await testData.person();
    expect((await signIn(backend.url, person)).tokens.user.id).toBe(person.id);
    // The row alone exempts nobody.
    const exempt = await testData.person({ staff: true, twoFactor: false });
    await testData.database.pool.query('update users set totp_exempt = true where id = $1', [exempt.id]);
    await expect(signIn(backend.url, exempt)).rejects.toThrow(/forbidden/);
    await backend.stop();

    // With --demo all of it is as it was.
    const again = await started({ databaseUrl, demo: true });
    await createApiClient(again.url).call(refreshSession, { body: { refreshToken } });
    await createApiClient(again.url).call(getMe, { headers: { 'X-Api-Key': key } });
  },
);

test.each(earlierReleases)('refuses the demo accounts that release %s made', async (release) => {
  const { databaseUrl, backend: demo } = await filledDatabase({ release });
  await signIn(demo.url, owner);
  await demo.stop();
  const backend = await started({ databaseUrl });
  for (const body of [owner, support, { email: 'hank@globex.test', password }]) {
    const refused = await createApiClient(backend.url).refusal(signInEndpoint, { body });
    expect(refused.problem.code).toBe('forbidden');
  }
  expect(warnings(backend.log())).toHaveLength(1);
});
