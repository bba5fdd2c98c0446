import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { activityCodes } from '#contract/activity/model';
import { createInvite, createInviteLink, getInvite, resendInvite, revokeInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { changeMemberRole, listMembers, transferOwnership } from '#contract/member/api';
import { editOrganization, getOrganization } from '#contract/organization/api';
import { setSubscription } from '#contract/seat/api';
import { linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

/** The columns that a node of release 0.1 on the same database reads. */
async function storedWords(statement: string, value: string) {
  const { rows } = await server().testData.database.pool.query<Record<string, string | null>>(statement, [
    value,
  ]);
  return rows;
}

test('describes each activity entry as code and parameters, with the English detail as before', async () => {
  const { testData } = server();
  const team = await testData.team({ name: 'Acme', maxSeats: 10 });
  const { organizationId, owner, admin, agent } = team;
  const staffPerson = await testData.person({ staff: true, firstName: 'Sam', lastName: 'Staff' });
  const [byOwner, byAdmin, byStaff] = [
    await server().as(owner),
    await server().as(admin),
    await server().as(staffPerson),
  ];
  const params = { organizationId };
  const body = { email: 'data@example.test', role: 'agent' } as const;
  await byStaff.call(getOrganization, { params });
  await byStaff.call(setSubscription, { params, body: { maxSeats: null } });
  await byAdmin.call(editOrganization, { params, body: { name: 'Acme 2', reminders: false } });
  const invite = await byAdmin.call(createInvite, { params, body });
  await testData.age(invite.id, inviteLifetimeMs);
  await byOwner.call(createInvite, { params, body });
  await byAdmin.call(changeMemberRole, {
    params: { ...params, memberId: agent.memberId },
    body: { role: 'admin' },
  });
  await byOwner.call(transferOwnership, {
    params,
    body: { memberId: admin.memberId, password: owner.password },
  });
  const file = await byAdmin.raw({
    method: 'GET',
    path: `/api/organizations/${organizationId}/activity.csv`,
  });

  const { items } = await byAdmin.call(listActivity, { params });
  const person = ({ id }: { id: string }, name: string, staff = false) => ({ id, name, staff });
  const [ada, olga] = [person(admin, 'Adam Admin'), person(owner, 'Olga Owner')];
  const agnes = `Agnes Agent <${agent.email}>`;
  expect(items.map(({ id: _id, at: _at, ...entry }) => entry)).toEqual([
    { type: 'activity.exported', actor: ada, subject: 'activity', code: null, params: {}, detail: null },
    {
      type: 'member.ownership_transferred',
      actor: olga,
      subject: `Adam Admin <${admin.email}>`,
      code: 'ownership_transferred',
      params: { name: 'Olga Owner', email: owner.email },
      detail: `from Olga Owner <${owner.email}>`,
    },
    {
      type: 'member.role_changed',
      actor: ada,
      subject: agnes,
      code: 'role_changed',
      params: { from: 'agent', to: 'admin' },
      detail: 'agent → admin',
    },
    {
      type: 'invite.created',
      actor: olga,
      subject: body.email,
      code: 'role',
      params: { role: 'agent' },
      detail: 'agent',
    },
    {
      type: 'invite.revoked',
      actor: olga,
      subject: body.email,
      code: 'replaced_by_new_invite',
      params: {},
      detail: 'expired; replaced by a new invite',
    },
    {
      type: 'invite.created',
      actor: ada,
      subject: body.email,
      code: 'role',
      params: { role: 'agent' },
      detail: 'agent',
    },
    {
      type: 'organization.updated',
      actor: ada,
      subject: 'Acme 2',
      code: 'fields_changed',
      params: { fields: ['name', 'reminders'] },
      detail: 'name, reminders',
    },
    {
      type: 'subscription.changed',
      actor: person(staffPerson, 'Sam Staff', true),
      subject: 'unlimited seats',
      code: 'seats_changed',
      params: { from: 10, to: null },
      detail: 'was 10',
    },
    {
      type: 'organization.opened',
      actor: person(staffPerson, 'Sam Staff', true),
      subject: 'organization',
      code: null,
      params: {},
      detail: null,
    },
  ]);
  expect(new Set(items.flatMap(({ code }) => code ?? []))).toEqual(new Set(activityCodes));

  const inEnglish = items.map(({ subject, detail }) => ({ subject, detail }));
  const stored = await storedWords(
    'select subject, detail from activity where organization_id = $1 order by at desc, id desc',
    organizationId,
  );
  expect(stored).toEqual(inEnglish);
  const { data } = Papa.parse<Record<string, string>>(file.text, { header: true, skipEmptyLines: true });
  expect(data.map(({ subject, detail }) => ({ subject, detail: detail === '' ? null : detail }))).toEqual(
    inEnglish,
  );
});

test('describes each timeline entry as code and parameters, with the English detail as before', async () => {
  const { testData, mailbox, url } = server();
  const team = await testData.team();
  const staffPerson = await testData.person({ staff: true, firstName: 'Sam', lastName: 'Staff' });
  const [byAdmin, byStaff] = [await server().as(team.admin), await server().as(staffPerson)];
  const inviteTo = async (email: string) => {
    const organization = { organizationId: team.organizationId };
    const { id } = await byAdmin.call(createInvite, { params: organization, body: { email, role: 'agent' } });
    return { ...organization, inviteId: id };
  };
  const timelineOf = async (params: { organizationId: string; inviteId: string }) => {
    const { timeline } = await byAdmin.call(getInvite, { params });
    const stored = await storedWords(
      'select detail from invite_timeline where invite_id = $1 order by id',
      params.inviteId,
    );
    // An email that was sent meanwhile has added its own.
    expect(stored.slice(0, timeline.length)).toEqual(timeline.map(({ detail }) => ({ detail })));
    return timeline.map(({ at: _at, ...entry }) => entry);
  };
  const nothing = { actor: null, code: null, params: {}, detail: null };
  const by = (actor: { id: string; name: string; staff: boolean }, detail: string) => ({
    ...nothing,
    actor,
    detail,
  });
  const adam = by({ id: team.admin.id, name: 'Adam Admin', staff: false }, 'by Adam Admin');
  const sam = by({ id: staffPerson.id, name: 'Sam Staff', staff: true }, 'by FastLinkIt support');

  const revoked = await inviteTo('revoked@example.test');
  await byStaff.call(createInviteLink, { params: revoked });
  await byStaff.call(revokeInvite, { params: revoked });
  const ofRevoked = (await timelineOf(revoked)).filter(({ event }) => event !== 'sent');
  expect(ofRevoked).toEqual([
    { event: 'created', ...adam },
    { event: 'queued', ...nothing },
    { event: 'link_copied', ...sam },
    { event: 'revoked', ...sam },
  ]);

  const replaced = await inviteTo('replaced@example.test');
  await testData.age(replaced.inviteId, inviteLifetimeMs);
  await inviteTo('replaced@example.test');
  expect(await timelineOf(replaced)).toContainEqual({
    event: 'revoked',
    ...adam,
    code: 'replaced_by_new_invite',
    detail: 'Replaced by a new invite',
  });

  const newcomer = {
    email: 'nina@example.test',
    firstName: 'Nina',
    lastName: 'New',
    password: 'a long enough password',
  };
  const accepted = await inviteTo(newcomer.email);
  const link = linkIn(await mailbox.next(newcomer.email));
  await byAdmin.call(resendInvite, { params: accepted });
  expect((await createWebClient(url).post(`${link}/register`, newcomer)).status).toBe(303);
  const { items } = await byAdmin.call(listMembers, {
    params: { organizationId: team.organizationId },
    query: { search: newcomer.email },
  });
  const nina = items[0]?.userId ?? '';
  const ofAccepted = await timelineOf(accepted);
  expect(ofAccepted).toContainEqual({ event: 'resent', ...adam });
  expect(ofAccepted).toContainEqual({
    event: 'accepted',
    ...by({ id: nina, name: 'Nina New', staff: false }, 'by Nina New'),
  });
});

test('marks staff by what they are, and those who are merely called like them', async () => {
  const { testData } = server();
  const team = await testData.team();
  // From the time before such names were refused.
  const alike = await testData.member(
    team.organizationId,
    await testData.person({ firstName: 'FastLinkIt', lastName: 'support' }),
    'admin',
  );
  const sam = await testData.person({ staff: true, firstName: 'Sam', lastName: 'Staff' });
  const details = [];
  for (const person of [alike, sam]) {
    const client = await server().as(person);
    const params = { organizationId: team.organizationId };
    const body = { email: `by-${person.id}@example.test`, role: 'agent' as const };
    const { id: inviteId } = await client.call(createInvite, { params, body });
    const { timeline } = await client.call(getInvite, { params: { ...params, inviteId } });
    details.push(timeline.find(({ event }) => event === 'created')?.detail);
  }
  expect(details).toEqual(['by “FastLinkIt support” (not staff)', 'by FastLinkIt support']);
});

test('stores the reply of a mail server as a parameter of the timeline entry', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const email = 'refused@example.test';
  mailbox.refuse(email, { code: 550, message: 'mailbox unavailable' });
  const { id } = await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const params = { organizationId: team.organizationId, inviteId: id };
  const lastEntry = async () => (await client.call(getInvite, { params })).timeline.at(-1);
  await expect.poll(async () => (await lastEntry())?.event).toBe('failed');
  const { delivery } = await client.call(getInvite, { params });
  expect(delivery.error).toContain('mailbox unavailable');
  expect(await lastEntry()).toMatchObject({
    actor: null,
    code: 'mail_refused',
    params: { error: delivery.error },
    detail: delivery.error,
  });
});
