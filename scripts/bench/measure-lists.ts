import { inSequence } from './load/load.ts';
import type { Target } from './load/load-order.ts';
import { median, percentile } from './median.ts';
import type { Figure, Measured } from './row.ts';
import { openLargeSite } from './site.ts';

/** Requests of a kind in a run; the first of them are cold and left out of the medians. */
const requests = 207;
const coldRequests = 7;
export const goal = 4;

/**
 * Asks the large site for each of the lists, one after the other, beside its `GET /healthz`.
 *
 * @param lists their names, and their paths within the organization
 * @returns how many times as long as the other the median of all of them took; beside it each by itself, for one of them can
 *   be slow where the others are not
 */
export async function measureLists(
  lists: Record<string, string>,
  log: (line: string) => void,
): Promise<Measured> {
  const { backend, organizationId, signIn } = await openLargeSite(log);
  const { accessToken } = await signIn();
  const get = (path: string): Target => ({
    origin: backend.url,
    path,
    method: 'GET',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const names = Object.keys(lists);
  const targets = Object.values(lists).map((path) => get(`/api/organizations/${organizationId}/${path}`));
  const [health = [], ...answers] = await inSequence({
    targets: [get('/healthz'), ...targets],
    times: requests,
  });
  const base = median(health.slice(coldRequests));
  const all = median(answers.flatMap((times) => times.slice(coldRequests)));
  const figures = names.map((name, index): Figure & { cold: number; p99: number } => {
    const times = answers[index] ?? [];
    const warm = times.slice(coldRequests);
    return { name, value: median(warm), unit: 'ms', cold: times[0] ?? Number.NaN, p99: percentile(warm, 99) };
  });
  for (const { name, value, cold, p99 } of figures)
    log(
      `${name}: p50 ${value.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${(value / base).toFixed(1)} × healthz, the first ${cold.toFixed(1)} ms`,
    );
  const [slowest] = figures.toSorted((a, b) => b.value - a.value);
  if (!slowest) throw new Error('no list was asked for');
  const ratio = all / base;
  return {
    figures: [
      { name: 'p50 of all', value: all, unit: 'ms' },
      { name: `of the slowest (${slowest.name})`, value: slowest.value, unit: 'ms' },
      { name: 'healthz', value: base, unit: 'ms' },
      ...figures.map(({ name, value, unit }) => ({ name, value, unit })),
      {
        name: 'slowest of the first requests',
        value: Math.max(...figures.map(({ cold }) => cold)),
        unit: 'ms',
      },
    ],
    ratio,
    met: ratio <= goal,
  };
}
