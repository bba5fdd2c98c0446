import { problemBody } from '#contract/problem';
import { sessionTokens, type SessionTokens } from '#contract/session/api';
import { signIn } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { createCaller, type Answer, type Caller } from './caller.ts';
import type { Part } from './part.ts';
import { openHarness, type Harness } from './harness.ts';

const races = { short: 100, long: 10_000 };
/** Sessions that are raced for at the same time. */
const lanes = 8;
/** Every so many races the session is stolen: a spent token comes again when it may not. */
const racesPerTheft = 10;
/** Every so many races the network is away for long after an answer was lost. */
const racesPerLongAbsence = 3;

export const part: Part = {
  what: 'refresh races',
  goal: '10,000, 0 false sign-outs, every real reuse caught',
  async run(size) {
    const mailServer = await openMailServer();
    // Two processes on one database: what decides a race must be in the database.
    const harness = await openHarness({ nodes: 2, smtpUrl: mailServer.smtpUrl });
    const callers = harness.urls.map((url) => createCaller(url));
    const counts: Counts = { races: 0, calls: 0, falseSignOuts: 0, forks: 0, thefts: 0, missed: 0 };
    try {
      let left = races[size];
      const lane = async (): Promise<void> => {
        const racer = new Racer(harness, { callers, person: await harness.testData.person(), counts });
        while (left > 0) {
          left -= 1;
          await racer.race();
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      for (const caller of callers) caller.close();
      await harness.close();
      await mailServer.close();
    }
    const { falseSignOuts, forks, thefts, missed } = counts;
    return {
      reached: `${counts.races.toLocaleString('en')} races of ${counts.calls.toLocaleString('en')} calls: ${falseSignOuts} false sign-outs, ${forks} with two successors; ${thefts} reuses, ${missed} not caught`,
      met: falseSignOuts === 0 && forks === 0 && missed === 0 && thefts > 0 && counts.races === races[size],
    };
  },
};

interface Counts {
  races: number;
  calls: number;
  /** Honest callers who were refused. */
  falseSignOuts: number;
  /** Races after which two different tokens were good. */
  forks: number;
  thefts: number;
  /** Thefts after which the thief, or the victim, still had a session. */
  missed: number;
}

/** One session after the other, each refreshed by many at once until it is stolen. */
class Racer {
  readonly #harness: Harness;
  readonly #callers: Caller[];
  readonly #person: Person;
  readonly #counts: Counts;
  #token: string | undefined;
  /** The access token that came with it. */
  #access = '';
  #spent: string[] = [];
  #number = 0;

  constructor(
    harness: Harness,
    { callers, person, counts }: { callers: Caller[]; person: Person; counts: Counts },
  ) {
    this.#harness = harness;
    this.#callers = callers;
    this.#person = person;
    this.#counts = counts;
  }

  async race(): Promise<void> {
    this.#number += 1;
    this.#counts.races += 1;
    const token = (this.#token ??= await this.#begin());
    // Two to five at once, half of them on either node: windows of one app, and answers that were lost on the way.
    const answers = await Promise.all(
      Array.from({ length: 2 + (this.#number % 4) }, (_, n) => this.#refresh(token, n)),
    );
    // And once more after them with the same token, as a client does that lost the response, in some rounds long after:
    // none of the successors is in use yet.
    if (this.#number % racesPerLongAbsence === 0) await this.#passGrace();
    answers.push(await this.#refresh(token, this.#number));
    const successors = new Set(answers.map(tokenIn));
    if (successors.has(undefined)) this.#counts.falseSignOuts += 1;
    else if (successors.size !== 1) this.#counts.forks += 1;
    this.#spent.push(token);
    this.#token = tokenIn(answers[0]);
    this.#access = accessTokenIn(answers[0]) ?? '';
    if (this.#number % racesPerTheft === 0 && this.#token !== undefined) await this.#steal(this.#token);
  }

  /** A thief comes with a token that was spent two refreshes ago, or with the last one after its grace. */
  async #steal(good: string): Promise<void> {
    this.#counts.thefts += 1;
    const late = this.#number % (2 * racesPerTheft) === 0;
    if (late) {
      await this.#use(this.#access);
      await this.#passGrace();
    }
    const stolen = this.#spent.at(late ? -1 : -2) ?? '';
    // In some rounds together with the owner: the session ends whichever comes first.
    const together = this.#number % (3 * racesPerTheft) === 0;
    const [thief, owner] = await Promise.all([
      this.#refresh(stolen, 0),
      together && !late ? this.#refresh(good, 1) : undefined,
    ]);
    const after = [good, ...(owner ? [tokenIn(owner) ?? ''] : [])].filter((token) => token !== '');
    const responses = [thief, ...(await Promise.all(after.map((token, n) => this.#refresh(token, n))))];
    if (!responses.every(isEnded)) this.#counts.missed += 1;
    this.#token = undefined;
    this.#spent = [];
  }

  async #begin(): Promise<string> {
    const { tokens } = await signIn(this.#harness.urls[0] ?? '', this.#person);
    return tokens.refreshToken;
  }

  #refresh(refreshToken: string, node: number): Promise<Answer> {
    this.#counts.calls += 1;
    const caller = this.#callers[node % this.#callers.length];
    if (!caller) throw new Error('there is no backend');
    return caller.post('/api/auth/refresh', { refreshToken }, {});
  }

  /** Makes a call with an access token, which is how the server learns that it has arrived. */
  async #use(accessToken: string): Promise<void> {
    this.#counts.calls += 1;
    const response = await fetch(`${this.#harness.urls[0]}/api/me`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    await response.arrayBuffer();
  }

  async #passGrace(): Promise<void> {
    await this.#harness.testData.database.pool.query(
      `update sessions set rotated_at = rotated_at - interval '11 seconds' where user_id = $1 and ended_at is null`,
      [this.#person.id],
    );
  }
}

function tokenIn(answer: Answer | undefined): string | undefined {
  return tokensIn(answer)?.refreshToken;
}

function accessTokenIn(answer: Answer | undefined): string | undefined {
  return tokensIn(answer)?.accessToken;
}

function tokensIn(answer: Answer | undefined): SessionTokens | undefined {
  return answer?.status === 200 ? sessionTokens.parse(JSON.parse(answer.text)) : undefined;
}

function isEnded({ status, text }: Answer): boolean {
  return status === 401 && problemBody.parse(JSON.parse(text)).code === 'session_revoked';
}
