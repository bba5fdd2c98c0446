import { beforeAll, describe, expect, test } from 'vitest';
import { createInvite, getInvite } from '#contract/invite/api';
import { linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import type { WebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let link: string;
let inviteStatus: () => Promise<string>;
let web: WebClient;

beforeAll(async () => {
  const { testData, mailbox, url } = server();
  const team = await testData.team();
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const invitee = await testData.person({ email: 'forms@example.test' });
  const { id } = await client.call(createInvite, { params, body: { email: invitee.email, role: 'agent' } });
  link = new URL(linkIn(await mailbox.next(invitee.email))).pathname;
  inviteStatus = async () => (await client.call(getInvite, { params: { ...params, inviteId: id } })).status;
  web = createWebClient(url);
  const { email, password } = invitee;
  await web.post('/Account/Login', { email, password });
});

/** All targets of forms. */
const targets = [
  '{link}/register',
  '{link}/accept',
  '{link}/decline',
  '{link}/code',
  '/Account/Login',
  '/Account/Login/Code',
  '/Account/Logout',
  '/Account/ForgotPassword',
  '/Account/ResetPassword?token=x',
];
const pathOf = (target: string) => target.replace('{link}', link);

const foreign: Record<string, Record<string, string>> = {
  'another site': { 'Sec-Fetch-Site': 'cross-site' },
  'another subdomain of the same site': { 'Sec-Fetch-Site': 'same-site' },
  'another origin without Sec-Fetch-Site': { Origin: 'https://evil.test' },
  'an opaque origin': { Origin: 'null' },
  'another port of this host': { Origin: 'http://127.0.0.1:1' },
};

describe.each(Object.entries(foreign))('a form of %s', { tags: ['guard:form-origin'] }, (_what, headers) => {
  test.each(targets)('is rejected at %s and changes nothing', async (target) => {
    const answer = await web.post(pathOf(target), { email: 'forms@example.test' }, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await inviteStatus()).toBe('pending');
    expect((await web.get('/Account')).status).toBe(200);
  });
});

test('forbids framing of every page and error page', { tags: ['guard:page-frame-ancestors'] }, async () => {
  const answers = [
    ...(await Promise.all(targets.map((target) => web.get(pathOf(target))))),
    ...(await Promise.all(targets.map((target) => web.post(pathOf(target), {}, { Origin: 'null' })))),
    await web.get('/Account'),
    await web.get(link),
    await web.get('/nothing', { Accept: 'text/html' }),
  ];
  const pages = answers.filter(({ headers }) => headers.get('content-type')?.startsWith('text/html'));
  expect(pages.length).toBeGreaterThan(targets.length);
  for (const { headers } of pages) {
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});

test(
  'sets HttpOnly and SameSite on the cookies of a sign-in',
  { tags: ['guard:cookie-same-site'] },
  async () => {
    const { email, password } = await server().testData.person();
    const answer = await createWebClient(server().url).post('/Account/Login', { email, password });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      'fastlinkit_session',
      'fastlinkit_device',
    ]);
    for (const cookie of cookies) {
      const attributes = cookie.split(';').map((part) => part.trim().toLowerCase());
      expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
      expect(attributes.filter((attribute) => attribute.startsWith('domain'))).toEqual([]);
    }
  },
);

describe('over TLS', () => {
  const secure = useServer({ environment: { FASTLINKIT_PUBLIC_URL: 'https://admin.example.test' } });

  test('sets the session cookie for this host only and with Secure', async () => {
    const { email, password } = await secure().testData.person();
    const answer = await createWebClient(secure().url).post('/Account/Login', { email, password });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-fastlinkit_session=/);
    expect(cookie.split(';').map((part) => part.trim().toLowerCase())).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'samesite=lax', 'path=/']),
    );
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
  });
});
