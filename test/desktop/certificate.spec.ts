import { expect, test } from './fixtures.ts';
import { startUntrustedServer } from '../helpers/untrusted-server.ts';

test(
  'shows an error and sends nothing for an untrusted certificate',
  { tag: '@guard:tls-certificate' },
  async ({ app }) => {
    const server = await startUntrustedServer();
    await app.signIn.signIn({
      server: server.url,
      email: 'olga@example.test',
      password: 'correct horse battery',
    });
    await expect(app.signIn.server).toHaveAccessibleDescription(
      /certificate of https:\/\/localhost:\d+ .*doesn’t trust.* Nothing was sent to it\./,
    );
    // There is no "go on all the same", and what was typed is still there.
    await expect(app.page.getByRole('button')).toHaveText(['Sign in', 'Forgot password?']);
    await expect(app.signIn.password).toHaveValue('correct horse battery');
    expect(server.handshakes()).toBeGreaterThan(0);
    expect(server.requests()).toEqual([]);
    await server.close();
  },
);
