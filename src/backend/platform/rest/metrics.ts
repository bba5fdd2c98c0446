import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { release } from '#contract/version/model';
import type { Database } from '../../database/database.ts';
import { protectConnections, protectedServer } from './connection-protection.ts';

/** Metrics of the running server. */
export interface Metrics {
  observe(request: FastifyRequest, reply: FastifyReply): void;
  /** Serves `GET /metrics` in Prometheus' text format at a port of its own. */
  listen(address: { host: string; port: number }): Promise<{ port: number; close(): Promise<void> }>;
}

/** @param database whose connection pool is measured */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'fastlinkit_build_info',
    help: 'The release of the server; always 1.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: release }, 1);
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const connections = new Gauge({
    name: 'database_connections',
    help: 'Connections of the pool, and requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      connections.set({ state: 'busy' }, totalCount - idleCount);
      connections.set({ state: 'idle' }, idleCount);
      connections.set({ state: 'waiting' }, waitingCount);
    },
  });
  return {
    observe(request, reply) {
      // The route's pattern, never the URL: URLs contain tokens, and their number is unlimited.
      const route = request.routeOptions.url ?? 'unknown';
      duration.observe(
        { method: request.method, route, status: reply.statusCode },
        reply.elapsedTime / 1_000,
      );
    },
    async listen({ host, port }) {
      const server = createServer(protectedServer, (request, response) => {
        if (request.method !== 'GET' || request.url !== '/metrics') {
          response.writeHead(404).end();
          return;
        }
        registry.metrics().then(
          (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
          () => response.writeHead(500).end(),
        );
      });
      protectConnections(server, () => undefined);
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address();
      return {
        port: typeof address === 'object' && address !== null ? address.port : port,
        async close() {
          server.close();
          server.closeAllConnections();
          await once(server, 'close');
        },
      };
    },
  };
}
