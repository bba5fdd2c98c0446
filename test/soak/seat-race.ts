import { problemBody } from '#contract/problem';
import type { Person } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { bearerOf, createCaller, type Answer, type Caller } from './caller.ts';
import type { Part } from './part.ts';
import { openHarness, type Harness } from './harness.ts';

const atOnce = 200;
const rounds = { short: 4, long: 1_000 };
/** Organizations that are raced for at the same time, so that no core waits for one organization's lock. */
const lanes = 2;

export const part: Part = {
  what: 'seat race, 200 at once',
  goal: '1,000 rounds, 0 over',
  async run(size) {
    const mailServer = await openMailServer();
    // Two processes on one database: what decides a race must be in the database.
    const harness = await openHarness({ nodes: 2, smtpUrl: mailServer.smtpUrl });
    const owner = await harness.testData.person();
    const bearer = bearerOf(owner, () => harness.urls[0] ?? '');
    const callers = harness.urls.map(createCaller);
    const counts = { rounds: 0, requests: 0, over: 0, under: 0, odd: 0 };
    try {
      const lane = async (): Promise<void> => {
        while (counts.rounds < rounds[size]) {
          counts.rounds += 1;
          const round = await race(harness, {
            owner,
            callers,
            headers: await bearer(),
            number: counts.rounds,
          });
          counts.requests += atOnce;
          counts.odd += round.odd;
          if (round.taken > round.free || round.acknowledged > round.free) counts.over += 1;
          if (round.taken < round.free || round.acknowledged !== round.taken) counts.under += 1;
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      for (const caller of callers) caller.close();
      await harness.close();
      await mailServer.close();
    }
    const { over, under, odd } = counts;
    return {
      reached: `${counts.rounds} rounds of ${atOnce}: ${over} over, ${under} with a seat left or a wrong answer, ${odd} other answers`,
      met: over === 0 && under === 0 && odd === 0,
    };
  },
};

interface Race {
  owner: Person;
  callers: Caller[];
  headers: Record<string, string>;
  number: number;
}

/** 200 invites at once for a few free seats of a new organization, half of them on either node. */
async function race({ testData }: Harness, { owner, callers, headers, number }: Race) {
  const free = 1 + (number % 7);
  const { organizationId } = await testData.organization({ owner, maxSeats: 1 + free });
  const path = `/api/organizations/${organizationId}/invites`;
  const answers = await Promise.all(
    callers.flatMap((caller, node) =>
      Array.from({ length: atOnce / callers.length }, (_, n) =>
        caller.post(path, { email: `racer-${number}-${node}-${n}@example.test`, role: 'agent' }, headers),
      ),
    ),
  );
  const { rows } = await testData.database.pool.query<{ taken: number }>(
    `select count(*)::int as taken from invites where organization_id = $1 and status = 'pending'`,
    [organizationId],
  );
  const acknowledged = answers.filter(({ status }) => status === 201).length;
  const refused = answers.filter(isFull).length;
  return { free, taken: rows[0]?.taken ?? -1, acknowledged, odd: atOnce - acknowledged - refused };
}

function isFull({ status, text }: Answer): boolean {
  return status === 409 && problemBody.parse(JSON.parse(text)).code === 'seat_limit_reached';
}
