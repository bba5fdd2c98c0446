import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createInvite } from '#contract/invite/api';
import { signIn } from '../../test/helpers/api-client.ts';
import { openTestData } from '../../test/helpers/factories.ts';
import { linkIn, openMailbox } from '../../test/helpers/mailbox.ts';
import { startBackend } from '../../test/helpers/start-backend.ts';
import { openCostMeter } from '../harness/cost-meter.ts';
import { median } from '../harness/statistics.ts';
import { onCleanup } from '../harness/cleanup.ts';
import { openLighthouse, type Scores } from '../page/lighthouse.ts';
import { createBenchDatabase } from '../fixtures/postgres.ts';
import type { Scenario } from '../harness/scenario.ts';

const visits = 7;
const repetitions = 200;
const goalBytes = 14_000;

export const scenario: Scenario = {
  title: 'invite page',
  baseline: '—',
  goal: '≤ 14 kB over the wire with its style, 0 scripts, 1 database round trip for a repeated anonymous GET, Lighthouse 100',
  async measure({ log }) {
    const [mailbox, databaseUrl] = await Promise.all([openMailbox(), createBenchDatabase()]);
    onCleanup(() => mailbox.close());
    const backend = await startBackend({ databaseUrl, smtpUrl: mailbox.smtpUrl });
    onCleanup(() => backend.stop());
    const testData = openTestData(databaseUrl);
    onCleanup(() => testData.close());
    const team = await testData.team({ name: 'Acme Support' });
    const { client } = await signIn(backend.url, team.owner);
    const email = 'invitee@invited.test';
    await client.call(createInvite, {
      params: { organizationId: team.organizationId },
      body: { email, role: 'agent' },
    });
    const link = linkIn(await mailbox.next(email));

    const answer = await overTheWire(link);
    const scripts = answer.toString().match(/<script|javascript:|\son\w+=/gi)?.length ?? 0;

    const meter = await openCostMeter(databaseUrl, backend.ready.pid);
    const { statements } = await meter.of(repetitions, async () => overTheWire(link));
    await meter.close();

    const lighthouse = await openLighthouse();
    const scores: Scores[] = [];
    for (let visit = 0; visit < visits; visit += 1) {
      scores.push(await lighthouse.visit(link));
      log(`Lighthouse, visit ${visit + 1}: ${Object.values(scores.at(-1) ?? {}).join(', ')}`);
    }
    await lighthouse.close();
    const middle = (name: keyof Scores) => median(scores.map((each) => each[name]));

    const figures = [
      { name: 'over the wire, headers included', value: answer.length, unit: 'bytes' },
      { name: 'scripts', value: scripts, unit: '' },
      { name: 'database round trips', value: statements, unit: '' },
      { name: 'Lighthouse performance', value: middle('performance'), unit: '' },
      { name: 'accessibility', value: middle('accessibility'), unit: '' },
      { name: 'best practices', value: middle('best-practices'), unit: '' },
    ];
    return {
      figures,
      met:
        answer.length <= goalBytes &&
        scripts === 0 &&
        Math.round(statements * 100) <= 100 &&
        figures.slice(3).every(({ value }) => value === 100),
      note: `the page with the registration form; Lighthouse as a phone on a slow network, the median of ${visits} visits`,
    };
  },
};

/** The whole answer to a GET, byte by byte as a browser gets it that would take it compressed. */
async function overTheWire(link: string): Promise<Buffer> {
  const { hostname, port, host, pathname } = new URL(link);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n`,
  );
  return buffer(socket);
}
