// The clients, in a process of their own: what they cost is not counted as the server's.
import { performance } from 'node:perf_hooks';
import { Client } from 'undici';
import type {
  Flood,
  FloodResult,
  LoadRequest,
  LoadResponse,
  Sequence,
  SequenceResult,
  Target,
} from './load-request.ts';

let number = 0;
/** Distinguishes the runs on one database. */
const runId = Date.now().toString(36);

async function flood({ targets, connections, ms }: Flood): Promise<FloodResult> {
  const times: number[] = [];
  const began = performance.now();
  const until = began + ms;
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const target = targets[index % targets.length];
      if (!target) throw new RangeError('there is no target');
      const client = new Client(target.origin);
      try {
        while (performance.now() < until) times.push(await send(client, target));
      } finally {
        await client.close();
      }
    }),
  );
  return { count: times.length, perSecond: (times.length * 1000) / (performance.now() - began), times };
}

async function sequence({ targets, times }: Sequence): Promise<SequenceResult> {
  const clients = new Map(targets.map(({ origin }) => [origin, new Client(origin)]));
  const result: SequenceResult = targets.map(() => []);
  for (let round = 0; round < times; round += 1)
    for (const [index, target] of targets.entries()) {
      const client = clients.get(target.origin);
      if (client) result[index]?.push(await send(client, target));
    }
  await Promise.all([...clients.values()].map((client) => client.close()));
  return result;
}

/**
 * @returns how long the whole answer took, in milliseconds
 * @throws Error for an answer that is a refusal: it must not count as work done
 */
async function send(client: Client, { path, method, headers = {}, body }: Target): Promise<number> {
  const began = performance.now();
  const sent =
    body === undefined
      ? { headers }
      : {
          headers: { ...headers, 'content-type': 'application/json' },
          body: body.replaceAll('{n}', `${runId}-${(number += 1)}`),
        };
  const answer = await client.request({ path, method, ...sent });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return performance.now() - began;
}

function respond(response: LoadResponse): void {
  process.send?.(response);
}

process.on('message', (request: LoadRequest) => {
  (request.kind === 'flood' ? flood(request) : sequence(request)).then(
    (result) => respond({ result }),
    (error: unknown) => respond({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
