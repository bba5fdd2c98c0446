import { inSequence } from './load.ts';
import type { Target } from './load-request.ts';
import { median, percentile } from '../harness/statistics.ts';
import type { Figure, Measurement } from '../harness/scenario.ts';
import { openLargeFixture } from '../fixtures/backend-fixture.ts';

/** Requests of a kind in a run; the first of them are cold and left out of the medians. */
const requests = 207;
const coldRequests = 7;
export const goal = 4;

/** Lists by name, each with its path. */
export type Lists = Record<string, string>;

/**
 * Requests each of the lists of the large organization, one after the other, and `GET /healthz` as their baseline.
 *
 * @param lists their paths within the organization
 * @param atMost the goal: how many times as long as the baseline
 * @returns how many times as long as the baseline the median of all of them took; and each by itself, since one of them can
 *   be slow where the others are not
 */
export async function measureLists(
  lists: Lists,
  log: (line: string) => void,
  atMost = goal,
): Promise<Measurement> {
  const { backend, organizationId, signIn } = await openLargeFixture(log);
  const { accessToken } = await signIn();
  const within = Object.entries(lists).map(([name, path]) => [
    name,
    `/api/organizations/${organizationId}/${path}`,
  ]);
  const { base, all, slowest, figures } = await timeLists(
    backend.url,
    accessToken,
    Object.fromEntries(within) as Lists,
    log,
  );
  const ratio = all / base;
  return {
    figures: [
      { name: 'p50 of all', value: all, unit: 'ms' },
      { name: `of the slowest (${slowest.name})`, value: slowest.value, unit: 'ms' },
      ...figures,
    ],
    ratio,
    met: ratio <= atMost,
  };
}

/** @param paths from the root @returns the medians in milliseconds: of the baseline, of all requests, of each list */
export async function timeLists(
  origin: string,
  accessToken: string,
  paths: Lists,
  log: (line: string) => void,
): Promise<{ base: number; all: number; slowest: Figure; figures: Figure[] }> {
  const get = (path: string): Target => ({
    origin,
    path,
    method: 'GET',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const [health = [], ...answers] = await inSequence({
    targets: [get('/healthz'), ...Object.values(paths).map(get)],
    times: requests,
  });
  const base = median(health.slice(coldRequests));
  const timed = Object.keys(paths).map((name, index): Figure & { cold: number; p99: number } => {
    const times = answers[index] ?? [];
    const warm = times.slice(coldRequests);
    return { name, value: median(warm), unit: 'ms', cold: times[0] ?? Number.NaN, p99: percentile(warm, 99) };
  });
  for (const { name, value, cold, p99 } of timed)
    log(
      `${name}: p50 ${value.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${(value / base).toFixed(1)} × healthz, the first ${cold.toFixed(1)} ms`,
    );
  const [slowest] = timed.toSorted((a, b) => b.value - a.value);
  if (!slowest) throw new Error('there are no lists');
  return {
    base,
    all: median(answers.flatMap((times) => times.slice(coldRequests))),
    slowest,
    figures: [
      { name: 'healthz', value: base, unit: 'ms' },
      ...timed.map(({ name, value, unit }) => ({ name, value, unit })),
      {
        name: 'slowest of the first requests',
        value: Math.max(...timed.map(({ cold }) => cold)),
        unit: 'ms',
      },
    ],
  };
}
