import { expect, test } from 'vitest';
import { createInvite, getInvite, listInvites } from '#contract/invite/api';
import { linkIn } from '../helpers/mailbox.ts';
import { useServer } from './use-server.ts';

const publicUrl = `https://${'a-department-with-a-long-name.'.repeat(4)}example.com`;
const server = useServer({
  environment: { FASTLINKIT_PUBLIC_URL: publicUrl },
  mailServer: { hideSMTPUTF8: true },
});

test('writes the link of an invite on one line of the message, however long the public address is', async () => {
  const { testData, mailbox } = server();
  const names = ['Acme Support', 'Łódź & Söhne'];
  for (const [index, name] of names.entries()) {
    const team = await testData.team({ name });
    const client = await server().as(team.admin);
    const email = `invitee-${index}@example.test`;
    const params = { organizationId: team.organizationId };
    await client.call(createInvite, { params, body: { email, role: 'agent' } });
    const mail = await mailbox.next(email);
    const link = linkIn(mail);
    expect(link).toMatch(new RegExp(`^${publicUrl}/support/invite/`));
    expect(mail.source.split('\r\n')).toContain(link);
    expect(mail.text).toContain(name);
  }
});

test('fails an email at once when the mail server does not take letters before the @', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const body = { email: 'jürgen@example.test', role: 'agent' } as const;
  const { id } = await client.call(createInvite, { params, body });
  const deliveries = async () => {
    const { items } = await client.call(listInvites, { params, query: { status: 'open' } });
    return items.map(({ delivery }) => delivery);
  };
  const error = "The mail server can't deliver to addresses with letters like “ü” before the @.";
  await expect.poll(deliveries, { timeout: 20_000 }).toEqual([{ status: 'failed', attempts: 1, error }]);
  expect(mailbox.attempts('jürgen@example.test')).toBe(0);
  const { timeline } = await client.call(getInvite, { params: { ...params, inviteId: id } });
  expect(timeline.at(-1)?.event).toBe('failed');
});
