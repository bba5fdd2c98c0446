import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { linkIn } from '../helpers/mailbox.ts';
import type { ReceivedMail } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let count = 0;

/** Everything in front of the first empty line, one header a line. */
function headersOf({ source }: ReceivedMail): string[] {
  const [head = ''] = source.split(/\r?\n\r?\n/);
  return head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
}

/** What a mail program would make a link of, the invite's own and the recipient's address apart. */
function foreignLinks(mail: ReceivedMail, recipient: string): string[] {
  const shown = mail.html.replaceAll(/<style[\s\S]*?<\/style>/gi, '').replaceAll(/<[^>]*>/g, ' ');
  const targets = Array.from(
    mail.html.matchAll(/(?:href|src)\s*=\s*"([^"]*)"/gi),
    ([, target = '']) => target,
  );
  const written = [mail.text, shown].flatMap(
    (text) => text.replaceAll(recipient, '').match(/(?:https?:\/\/|www\.|\w@)\w[^\s<]*/gi) ?? [],
  );
  return [...targets, ...written].filter((link) => !link.startsWith(linkIn(mail)));
}

const hostile: Record<string, string> = {
  'a header': 'Acme\r\nBcc: victim@evil.test\r\n\r\nbody',
  'a header after a bare line feed': 'Acme\nBcc: victim@evil.test',
  'a header in an encoded word': '=?utf-8?q?Acme=0d=0aBcc:_victim@evil.test?=',
  markup: '<img src=x onerror=alert(1)><a href="https://evil.test">click</a>',
  'the end of an attribute': '" onmouseover="alert(1)" x="',
  'a URL': 'Your account is locked, see https://evil.test/login now',
  'a URL without a scheme': 'www.evil.test',
  'an email address': 'write to help@evil.test',
  'bidirectional control characters': 'Acme \u202etset.live//:sptth\u202c',
  'zero-width characters': 'evil\u200b.test\u2060/a\ufeffb',
  'a template': '${process.env.SECRET} {{constructor}} <%= 7*7 %>',
  'a very long name': 'x'.repeat(100),
};

test.each(Object.entries(hostile))(
  'sends and shows %s as the name of organization and inviter without links or markup',
  { tags: ['guard:plain-names'] },
  async (_what, name) => {
    const { testData, mailbox } = server();
    const team = await testData.team();
    await testData.database.pool.query('update users set first_name = $2 where id = $1', [
      team.owner.id,
      name,
    ]);
    const client = await server().as(team.owner);
    const params = { organizationId: team.organizationId };
    // Straight into the database: some of them are refused today, and earlier releases accepted them.
    await testData.database.pool.query('update organizations set name = $2 where id = $1', [
      team.organizationId,
      name,
    ]);
    const email = `named-${(count += 1)}@example.test`;
    await client.call(createInvite, { params, body: { email, role: 'agent' } });
    const mail = await mailbox.next(email);

    const headers = headersOf(mail);
    expect(headers.filter((header) => /^(to|cc|bcc|from|sender|reply-to):/i.test(header)).toSorted()).toEqual(
      ['From: FastLinkIt <invites@fastlinkit.test>', `To: ${email}`],
    );
    expect(headers.filter((header) => /^subject:/i.test(header))).toHaveLength(1);
    expect(mail.subject).not.toMatch(/[\r\n\u202a-\u202e]/);
    expect(mail.subject.length).toBeLessThan(300);
    expect(foreignLinks(mail, email)).toEqual([]);
    expect(mail.html).not.toMatch(/<(img|script|iframe|form|object)\b/i);
    expect(mail.html).not.toMatch(/<[^>]*\son\w+\s*=/i);

    const page = await createWebClient(server().url).get(linkIn(mail));
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<(img|script|iframe|object)\b/i);
    expect(page.text).not.toMatch(/<[^>]*\son\w+\s*=/i);
  },
);

test(
  'rejects an address that a mail library would parse as another one',
  { tags: ['guard:strict-address'] },
  async () => {
    const { testData, mailbox } = server();
    const team = await testData.team();
    const client = await server().as(team.owner);
    const before = mailbox.mails.length;
    const addresses = [
      '"victim@evil.test" <a@example.test>',
      'victim@evil.test, a@example.test',
      'victim@evil.test;a@example.test',
      'a@example.test>victim@evil.test',
      '<victim@evil.test> a@example.test',
      '"victim@evil.test x"@example.test',
      'victim@evil.test(@example.test',
      'group: victim@evil.test;@example.test',
      'a@[127.0.0.1]',
      'a@example.test\r\nRCPT TO:<victim@evil.test>',
      'a@example.test%0abcc:victim@evil.test',
      'a@evil.test\u0000@example.test',
      'a@@evil.test',
      '=?utf-8?q?victim=40evil.test=3e?=@',
    ];
    for (const email of addresses) {
      const refusal = await client.refusal(createInvite, {
        params: { organizationId: team.organizationId },
        body: { email, role: 'agent' },
      });
      expect(refusal.problem.code, email).toBe('validation_failed');
    }
    expect(mailbox.mails.length).toBe(before);
  },
);
