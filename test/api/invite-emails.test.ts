import { expect, test } from 'vitest';
import { createInvite, getInvite, resendInvite, revokeInvite } from '#contract/invite/api';
import { removeMember } from '#contract/member/api';
import { editOrganization } from '#contract/organization/api';
import { linkIn } from '../helpers/mailbox.ts';
import type { Team } from '../helpers/factories.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const hourMs = 3_600_000;
const almostFiveDays = 5 * 24 * hourMs - 60_000;
const fiveDays = 5 * 24 * hourMs + 1_000;
let addresses = 0;

async function invited(team: Team, email = `reminded-${(addresses += 1)}@example.test`) {
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const invite = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const mail = await server().mailbox.next(email);
  return { email, client, at: { ...params, inviteId: invite.id }, link: linkIn(mail) };
}

type Invited = Awaited<ReturnType<typeof invited>>;

/** The invitee, who has an account, signs in and answers on the page. */
async function answer({ email, link }: Invited, how: 'accept' | 'decline'): Promise<void> {
  const { testData, url } = server();
  const { password } = await testData.person({ email, firstName: 'Ines', lastName: 'Invitee' });
  const web = createWebClient(url);
  await web.post('/Account/Login', { email, password });
  expect((await web.post(`${link}/${how}`)).status).toBe(303);
}

const eventsOf = async ({ client, at }: Invited) =>
  (await client.call(getInvite, { params: at })).timeline.map(({ event }) => event);

/** How far the reminder to one invitee has come in the queue. */
async function reminderJobs({ at }: Invited): Promise<string[]> {
  const { rows } = await server().testData.database.pool.query<{ state: string }>(
    `select state::text from pgboss.job where name = 'mail' and data->>'kind' = 'invite-reminder' and data->'data'->>'inviteId' = $1`,
    [at.inviteId],
  );
  return rows.map(({ state }) => state);
}

test('sends one reminder with the same link two days before the expiry', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team({ name: 'Acme Support' });
  const [one, early, again] = [await invited(team), await invited(team), await invited(team)];
  await testData.age(one.at.inviteId, fiveDays);
  await testData.age(early.at.inviteId, almostFiveDays);
  const reminder = await mailbox.next(one.email);
  expect(reminder.subject).toContain('Acme Support');
  expect(reminder.subject).toContain('expires soon');
  expect(linkIn(reminder)).toBe(one.link);
  expect(await eventsOf(one)).toContain('reminded');
  // The server looks again and finds another invite; the first invitee is not reminded again.
  await testData.age(again.at.inviteId, fiveDays);
  await mailbox.next(again.email);
  expect(mailbox.to(one.email)).toHaveLength(2);
  expect(mailbox.to(early.email)).toHaveLength(1);
});

test('postpones the reminder when the invite is resent', async () => {
  const { testData, mailbox } = server();
  const one = await invited(await testData.team());
  await testData.age(one.at.inviteId, fiveDays);
  await mailbox.next(one.email);
  await one.client.call(resendInvite, { params: one.at });
  await mailbox.next(one.email);
  await testData.age(one.at.inviteId, 8 * 24 * hourMs);
  const reminder = await mailbox.next(one.email);
  expect(reminder.subject).toContain('expires soon');
  expect((await eventsOf(one)).filter((event) => event === 'reminded')).toHaveLength(2);
});

test('cancels a waiting reminder when the invite ends or is resent', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const all = {
    revoked: await invited(team),
    declined: await invited(team),
    accepted: await invited(team),
    resent: await invited(team),
  };
  for (const { email, at } of Object.values(all)) {
    mailbox.refuse(email, { code: 451, message: 'Later', times: 1 });
    await testData.age(at.inviteId, fiveDays);
  }
  for (const each of Object.values(all)) {
    await expect.poll(() => reminderJobs(each)).toEqual(['retry']);
  }
  await all.revoked.client.call(revokeInvite, { params: all.revoked.at });
  await answer(all.declined, 'decline');
  await answer(all.accepted, 'accept');
  await all.resent.client.call(resendInvite, { params: all.resent.at });
  for (const each of Object.values(all)) {
    await expect.poll(() => reminderJobs(each), { timeout: 30_000 }).toEqual(['completed']);
    const subjects = mailbox.to(each.email).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes('expires soon'))).toEqual([]);
  }
});

test('sends no reminder when the organization has turned reminders off', async () => {
  const { testData, mailbox } = server();
  const [off, on] = [await testData.team(), await testData.team()];
  const client = await server().as(off.admin);
  const params = { organizationId: off.organizationId };
  await client.call(editOrganization, { params, body: { reminders: false } });
  const [quiet, other] = [await invited(off), await invited(on)];
  await testData.age(quiet.at.inviteId, fiveDays);
  await testData.age(other.at.inviteId, fiveDays);
  await mailbox.next(other.email);
  expect(await reminderJobs(quiet)).toEqual([]);
  expect(await eventsOf(quiet)).not.toContain('reminded');
  expect(mailbox.to(quiet.email)).toHaveLength(1);
});

test('emails the inviter when an invite was accepted or declined', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team({ name: 'Globex' });
  const [joins, declines] = [await invited(team), await invited(team)];
  await answer(joins, 'accept');
  const joined = await mailbox.next(team.admin.email);
  expect(joined.subject).toBe('Ines Invitee joined Globex');
  expect(joined.text).toContain(`Ines Invitee (${joins.email}) joined Globex as an Agent.`);
  await answer(declines, 'decline');
  const declined = await mailbox.next(team.admin.email);
  expect(declined.subject).toBe('Ines Invitee declined your invitation to Globex');
  expect(mailbox.to(team.owner.email)).toEqual([]);
});

test('emails the inviter the reply of the mail server when the delivery failed', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const email = 'no-such-mailbox@example.test';
  mailbox.refuse(email, { code: 550, message: 'No such mailbox here' });
  await (
    await server().as(team.admin)
  ).call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const told = await mailbox.next(team.admin.email);
  expect(told.subject).toBe(`Your invitation to ${email} couldn't be delivered`);
  expect(told.text).toContain('No such mailbox here');
});

test('sends no email to an inviter who has left the organization', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const [one, other] = [await invited(team), await invited(team, 'told-to-the-owner@example.test')];
  await testData.database.pool.query('update invites set invited_by = $1 where id = $2', [
    team.owner.id,
    other.at.inviteId,
  ]);
  const client = await server().as(team.owner);
  await client.call(removeMember, {
    params: { organizationId: team.organizationId, memberId: team.admin.memberId },
  });
  await answer(one, 'accept');
  await answer(other, 'accept');
  await mailbox.next(team.owner.email);
  expect(mailbox.to(team.admin.email)).toEqual([]);
});

test('marks an invite as failed when its email job is a dead letter', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const email = 'given-up@example.test';
  mailbox.refuse(email, { code: 451, message: 'Not now' });
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const stream = await server().listen(team.owner, { organizationId: team.organizationId });
  // As if the server had died with each attempt: the job is among the dead, and nobody has said a word.
  await testData.database.pool.query(
    `with job as (delete from pgboss.job where name = 'mail' and data->'data'->>'inviteId' = $1 returning data)
     insert into pgboss.job (name, data) select 'mail-dead', data from job`,
    [id],
  );
  const event = await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'failed');
  expect(event.data.invite.id).toBe(id);
  expect((await mailbox.next(team.admin.email)).subject).toContain("couldn't be delivered");
});
