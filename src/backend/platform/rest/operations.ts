import type { FastifyInstance } from 'fastify';
import { release } from '#contract/version/model';
import type { Database } from '../../database/database.ts';
import { isMigrated } from '../../database/migrate.ts';
import type { Metrics } from './metrics.ts';
import { registerOpenApi } from './openapi.ts';

export interface OperationsSettings {
  database: Database;
  /** True from the moment when shutdown begins. */
  isLeaving: () => boolean;
  /** Whether a request would be rejected now, because too many are being served. */
  isFull: () => boolean;
  /** Undefined when metrics are off. */
  metrics: Metrics | undefined;
}

const readyPatienceMs = 2_000;

/**
 * Registers the health and readiness probes, the API's documentation and the metrics. Call it before the routes that it
 * documents and measures. Rate limits do not apply to the probes.
 */
export async function registerOperations(
  app: FastifyInstance,
  { database, isLeaving, isFull, metrics }: OperationsSettings,
): Promise<void> {
  if (metrics) {
    app.addHook('onResponse', async (request, reply) => metrics.observe(request, reply));
  }
  const probe = { config: { rateLimit: false }, logLevel: 'silent' } as const;
  app.get('/healthz', probe, () => ({ status: 'ok', version: release }));
  app.get('/readyz', probe, async (_request, reply) => {
    const reason = isLeaving() ? 'leaving' : await obstacle(database, isFull);
    if (reason === undefined) return { status: 'ready' };
    return reply.code(503).header('Retry-After', '2').send({ status: 'not ready', reason });
  });
  await registerOpenApi(app);
}

async function obstacle(database: Database, isFull: () => boolean): Promise<string | undefined> {
  if (isFull()) return 'too many requests are being served';
  const timeout = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => timeout.resolve(undefined), readyPatienceMs);
  try {
    const migrated = await Promise.race([isMigrated(database), timeout.promise]);
    if (migrated === undefined) return 'the database does not answer';
    return migrated ? undefined : 'the database is not up to date';
  } catch {
    return 'the database is away';
  } finally {
    clearTimeout(timer);
  }
}
