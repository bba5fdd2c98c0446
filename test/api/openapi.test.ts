import { expect, test } from 'vitest';
import { z } from 'zod';
import { useServer } from './use-server.ts';

const server = useServer();

const operation = z.object({
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]),
});
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

async function operations() {
  const { json } = await server().anonymous.raw({ method: 'GET', path: '/openapi/v1.json' });
  return Object.entries(document.parse(json).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, declared]) => ({
      route: `${method.toUpperCase()} ${path}`,
      ...declared,
    })),
  );
}

test('declares the Idempotency-Key header on every call that accepts it', async () => {
  const named = (await operations())
    .filter(({ parameters }) =>
      parameters.some((each) => each.in === 'header' && /^idempotency-key$/i.test(each.name)),
    )
    .map(({ route }) => route);
  const invites = '/api/organizations/{organizationId}/invites';
  expect(new Set(named)).toEqual(
    new Set([
      'POST /api/organizations',
      `POST ${invites}`,
      `POST ${invites}/bulk`,
      `POST ${invites}/{inviteId}/resend`,
      `POST ${invites}/{inviteId}/revoke`,
      `POST ${invites}/{inviteId}/swap`,
    ]),
  );
});

test('declares no API key for the endpoints that manage an account', async () => {
  const withKey = (await operations())
    .filter(({ security }) => security.some((scheme) => 'apiKey' in scheme))
    .map(({ route }) => route);
  for (const guarded of ['/api/sessions', '/api/api-keys', '/api/totp', '/api/auth/', '/ownership']) {
    expect(withKey.filter((route) => route.includes(guarded))).toEqual([]);
  }
  expect(withKey).toContain('GET /api/organizations/{organizationId}/members.csv');
});
