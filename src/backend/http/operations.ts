import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { isMigrated } from '../database/migrate.ts';
import type { Metrics } from './metrics.ts';
import { registerOpenApi } from './openapi.ts';

export interface OperationsSettings {
  database: Database;
  /** True from the moment on that the server is asked to end. */
  isLeaving: () => boolean;
  /** Undefined: nothing is measured. */
  metrics: Metrics | undefined;
}

const readyPatienceMs = 2_000;

/**
 * What operators ask: whether the process lives, whether it can serve, and what it serves. Before the
 * routes that it describes and measures; for the probes no limit applies.
 */
export async function registerOperations(
  app: FastifyInstance,
  { database, isLeaving, metrics }: OperationsSettings,
): Promise<void> {
  if (metrics) {
    app.addHook('onResponse', async (request, reply) => metrics.observe(request, reply));
  }
  const probe = { config: { rateLimit: false }, logLevel: 'silent' } as const;
  app.get('/healthz', probe, () => ({ status: 'ok' }));
  app.get('/readyz', probe, async (_request, reply) => {
    const reason = isLeaving() ? 'leaving' : await obstacle(database);
    if (reason === undefined) return { status: 'ready' };
    return reply.code(503).header('Retry-After', '2').send({ status: 'not ready', reason });
  });
  await registerOpenApi(app);
}

async function obstacle(database: Database): Promise<string | undefined> {
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
