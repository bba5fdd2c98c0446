import { describe, expect, it } from 'vitest';
import { redact, redactField } from './redact.ts';

const secret = 'kQ7vR2mXw9LpT4sZbY6nCd8fGhJ1aEeU3iOo5uWq0xA';

describe('redact', () => {
  it.each([
    `fastlinkit://support/invite/${secret}`,
    'opening http://127.0.0.1:4600/support/invite/short?x=1',
    `Authorization: Bearer ${secret}`,
    'authorization: Bearer short',
    '{"password":"fastlinkit demo","email":"ada@acme.test"}',
    "{ password: 'short' }",
    'password=short&next=1',
    '{"refreshToken":"short"}',
    `x-api-key: fli_${secret}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${secret}`,
    `failed at ${secret}`,
  ])('removes the secret from %s', (text) => {
    const clean = redact(text);
    expect(clean).toContain('[removed]');
    expect(clean).not.toMatch(/short|fastlinkit demo|kQ7vR2/);
  });

  it.each([
    'invite 01932b5c-7d1a-7e0f-8a55-3f0c2b9d1e44 of ada@acme.test',
    'Error: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:4600/api/organizations',
    'at file:///opt/FastLinkIt%20Admin/resources/app.asar/out/main/index.js:12:3',
  ])('leaves %s unchanged', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('redactField', () => {
  it('removes the value of a field whose name says that it is secret', () => {
    expect(redactField('refreshToken', 'short')).toBe('[removed]');
    expect(redactField('server', 'http://127.0.0.1:4600')).toBe('http://127.0.0.1:4600');
  });
});
