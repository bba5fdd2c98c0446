import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { registerApiKeyRoutes } from './api-key/api-key-routes.ts';
import { registerActivityRoutes } from './activity/activity-routes.ts';
import { problemOf, sendProblem } from './http/error-handler.ts';
import { limitLoad } from './http/load.ts';
import { RequestLog, type Log } from './http/log.ts';
import { registerOperations, type OperationsSettings } from './http/operations.ts';
import { sendProblemPage, wantsPage } from './http/page-scope.ts';
import { Problem } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { ServiceContext } from './http/service-context.ts';
import { registerInboxRoutes } from './inbox/inbox-routes.ts';
import { registerInviteRoutes } from './invite/invite-routes.ts';
import type { EventFeed } from './live/event-feed.ts';
import { registerEventRoutes } from './live/event-routes.ts';
import { registerMemberRoutes } from './member/member-routes.ts';
import { registerOrganizationRoutes } from './organization/organization-routes.ts';
import { registerPages } from './pages.ts';
import { registerSeatRoutes } from './seat/seat-routes.ts';
import { registerSessionRoutes } from './session/session-routes.ts';
import { registerAccountRoutes } from './session/account-routes.ts';
import { createCallers } from './callers.ts';

export interface AppSettings extends ServiceContext, OperationsSettings {
  feed: EventFeed;
  log: Log;
  billingUrl: string | undefined;
  /** Networks whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Requests a minute for each caller. */
  rateLimit: number;
}

const bodyLimit = 1024 * 1024;

/** Builds the server; it does not listen yet. */
export async function buildApp(settings: AppSettings): Promise<FastifyInstance> {
  const { trustedProxies } = settings;
  // As Fastify's own type, or every module would have to know pino's.
  const log: FastifyBaseLogger = settings.log;
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new RequestLog(),
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    genReqId: () => randomUUID(),
    bodyLimit,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void refuse(request, reply, problemOf(error, request)),
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);
  app.decorateRequest('identity', null);
  const callers = createCallers(settings);
  app.decorate('authenticate', (request) => callers.authenticate(request));
  app.decorate('identify', (request) => callers.identify(request));
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Request-Id', request.id);
  });
  limitLoad(app);
  app.setErrorHandler((error, request, reply) => refuse(request, reply, problemOf(error, request)));
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, new Problem('not_found', 'There is nothing at this address.')),
  );
  await app.register(rateLimit, {
    max: settings.rateLimit,
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => callers.countedAs(request),
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('rate_limited', `Too many requests. Try again in ${Math.ceil(ttl / 1000)} seconds.`, {
        retryAfter: ttl / 1000,
      }),
  });
  await registerOperations(app, settings);
  await app.register(async (api) => registerApi(api, settings));
  await app.register(async (pages) => registerPages(pages, settings));
  return app;
}

/** A person gets a page, a program the problem in its wire form. */
function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  // Before the hooks ran there was none yet: an address that cannot be read.
  void reply.header('X-Request-Id', request.id);
  return wantsPage(request) ? sendProblemPage(request, reply, problem) : sendProblem(reply, problem);
}

function registerApi(api: FastifyInstance, settings: AppSettings): void {
  acceptJsonOnly(api);
  const headers = { ...securityHeaders(), 'cache-control': 'no-store' };
  api.addHook('onRequest', async (_request, reply) => {
    void reply.headers(headers);
  });
  registerSessionRoutes(api, settings);
  registerAccountRoutes(api, settings);
  registerApiKeyRoutes(api, settings);
  registerOrganizationRoutes(api, settings);
  registerSeatRoutes(api, settings);
  registerMemberRoutes(api, settings);
  registerInviteRoutes(api, settings);
  registerActivityRoutes(api, settings);
  registerInboxRoutes(api, settings);
  registerEventRoutes(api, settings);
}

/** JSON, or nothing at all where a call needs no body. */
function acceptJsonOnly(api: FastifyInstance): void {
  const parse = api.getDefaultJsonParser('error', 'error');
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body.toString(), done);
  });
  api.addHook('preValidation', async (request) => {
    request.body ??= {};
  });
}
