import { expect, test } from 'vitest';
import { createInvite, getInvite, resendInvite, revokeInvite } from '#contract/invite';
import { removeMember } from '#contract/member';
import { editOrganization } from '#contract/organization';
import { linkIn } from '../support/mailbox.ts';
import type { Team } from '../support/factories.ts';
import { createWebClient } from '../support/web-client.ts';
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
  const { world, url } = server();
  const { password } = await world.person({ email });
  const web = createWebClient(url);
  await web.post('/Account/Login', { email, password });
  expect((await web.post(`${link}/${how}`)).status).toBe(303);
}

const eventsOf = async ({ client, at }: Invited) =>
  (await client.call(getInvite, { params: at })).timeline.map(({ event }) => event);

/** How far the reminder to one invitee has come in the queue. */
async function reminderJobs({ at }: Invited): Promise<string[]> {
  const { rows } = await server().world.database.pool.query<{ state: string }>(
    `select state::text from pgboss.job where name = 'mail' and data->>'kind' = 'invite-reminder' and data->'data'->>'inviteId' = $1`,
    [at.inviteId],
  );
  return rows.map(({ state }) => state);
}

test('two days before the expiry the invitee is reminded, once, with the same link', async () => {
  const { world, mailbox } = server();
  const team = await world.team({ name: 'Acme Support' });
  const [one, early, again] = [await invited(team), await invited(team), await invited(team)];
  await world.age(one.at.inviteId, fiveDays);
  await world.age(early.at.inviteId, almostFiveDays);
  const reminder = await mailbox.next(one.email);
  expect(reminder.subject).toContain('Acme Support');
  expect(reminder.subject).toContain('expires soon');
  expect(linkIn(reminder)).toBe(one.link);
  expect(await eventsOf(one)).toContain('reminded');
  // The server looks again, and finds another one: whoever was reminded is not reminded again.
  await world.age(again.at.inviteId, fiveDays);
  await mailbox.next(again.email);
  expect(mailbox.to(one.email)).toHaveLength(2);
  expect(mailbox.to(early.email)).toHaveLength(1);
}, 40_000);

test('a resend moves the reminder with the expiry', async () => {
  const { world, mailbox } = server();
  const one = await invited(await world.team());
  await world.age(one.at.inviteId, fiveDays);
  await mailbox.next(one.email);
  await one.client.call(resendInvite, { params: one.at });
  await mailbox.next(one.email);
  await world.age(one.at.inviteId, 8 * 24 * hourMs);
  const reminder = await mailbox.next(one.email);
  expect(reminder.subject).toContain('expires soon');
  expect((await eventsOf(one)).filter((event) => event === 'reminded')).toHaveLength(2);
}, 40_000);

test('a reminder that waits for the mail server is cancelled by what ends the invite, and by a resend', async () => {
  const { world, mailbox } = server();
  const team = await world.team();
  const all = {
    revoked: await invited(team),
    declined: await invited(team),
    accepted: await invited(team),
    resent: await invited(team),
  };
  for (const { email, at } of Object.values(all)) {
    mailbox.refuse(email, { code: 451, message: 'Later', times: 1 });
    await world.age(at.inviteId, fiveDays);
  }
  for (const each of Object.values(all)) {
    await expect.poll(() => reminderJobs(each), { timeout: 20_000 }).toEqual(['retry']);
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
}, 90_000);

test('an organization that has turned reminders off sends none', async () => {
  const { world, mailbox } = server();
  const [off, on] = [await world.team(), await world.team()];
  const client = await server().as(off.admin);
  const params = { organizationId: off.organizationId };
  await client.call(editOrganization, { params, body: { reminders: false } });
  const [quiet, other] = [await invited(off), await invited(on)];
  await world.age(quiet.at.inviteId, fiveDays);
  await world.age(other.at.inviteId, fiveDays);
  await mailbox.next(other.email);
  expect(await reminderJobs(quiet)).toEqual([]);
  expect(await eventsOf(quiet)).not.toContain('reminded');
  expect(mailbox.to(quiet.email)).toHaveLength(1);
}, 40_000);

test('the inviter is told when an invite was accepted or declined', async () => {
  const { world, mailbox } = server();
  const team = await world.team({ name: 'Globex' });
  const [joins, declines] = [await invited(team), await invited(team)];
  await answer(joins, 'accept');
  expect(await mailbox.next(team.admin.email)).toMatchObject({ subject: `${joins.email} joined Globex` });
  await answer(declines, 'decline');
  const declined = await mailbox.next(team.admin.email);
  expect(declined.subject).toBe(`${declines.email} declined your invite to Globex`);
  expect(mailbox.to(team.owner.email)).toEqual([]);
});

test('the inviter is told when the mail could not be delivered, in the words of the mail server', async () => {
  const { world, mailbox } = server();
  const team = await world.team();
  const email = 'no-such-mailbox@example.test';
  mailbox.refuse(email, { code: 550, message: 'No such mailbox here' });
  await (
    await server().as(team.admin)
  ).call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const told = await mailbox.next(team.admin.email);
  expect(told.subject).toBe(`Your invite to ${email} could not be delivered`);
  expect(told.text).toContain('No such mailbox here');
});

test('an inviter who has left is told nothing', async () => {
  const { world, mailbox } = server();
  const team = await world.team();
  const [one, other] = [await invited(team), await invited(team, 'told-to-the-owner@example.test')];
  await world.database.pool.query('update invites set invited_by = $1 where id = $2', [
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

test('an invite whose mail is given up without an answer is marked as failed', async () => {
  const { world, mailbox } = server();
  const team = await world.team();
  const email = 'given-up@example.test';
  mailbox.refuse(email, { code: 451, message: 'Not now' });
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const stream = await server().listen(team.owner, { organizationId: team.organizationId });
  // As if the server had died with each attempt: the job is among the dead, and nobody has said a word.
  await world.database.pool.query(
    `with job as (delete from pgboss.job where name = 'mail' and data->'data'->>'inviteId' = $1 returning data)
     insert into pgboss.job (name, data) select 'mail-dead', data from job`,
    [id],
  );
  const event = await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'failed');
  expect(event.data.invite.id).toBe(id);
  expect((await mailbox.next(team.admin.email)).subject).toContain('could not be delivered');
});
