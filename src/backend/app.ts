import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { release, serverVersionHeader } from '#contract/version/model';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { registerAccountPages } from './account/account-page-routes.ts';
import { registerAccountRoutes } from './account/account-routes.ts';
import { registerPasswordPages } from './account/password-page-routes.ts';
import { registerActivityRoutes } from './activity/activity-routes.ts';
import { pluralize } from './platform/text/pluralize.ts';
import { registerApiKeyRoutes } from './api-key/api-key-routes.ts';
import { createCallers } from './api-key/callers.ts';
import type { EventFeed } from './event-stream/event-feed.ts';
import { registerEventRoutes } from './event-stream/event-routes.ts';
import { registerInboxRoutes } from './inbox/inbox-routes.ts';
import { invitedEmail } from './invite/invited-email.ts';
import { registerInvitePages } from './invite/invite-page-routes.ts';
import { registerInviteRoutes } from './invite/invite-routes.ts';
import { revokeInvitesOf } from './invite/revoke-invites.ts';
import { registerMemberRoutes } from './member/member-routes.ts';
import { registerBillingPage } from './organization/billing-page-routes.ts';
import { registerOrganizationRoutes } from './organization/organization-routes.ts';
import { Problem } from './platform/errors/problem.ts';
import { problemOf, sendProblem } from './platform/errors/to-problem.ts';
import { RequestLog, type Log } from './platform/logging/log.ts';
import { addressHolders } from './platform/rest/address-holder.ts';
import { protectConnections, protectedServer } from './platform/rest/connection-protection.ts';
import { registerOperations, type OperationsSettings } from './platform/rest/operations.ts';
import { registerOverloadProtection } from './platform/rest/overload-protection.ts';
import { answerRefusedBodies } from './platform/rest/refused-bodies.ts';
import { securityHeaders } from './platform/rest/security-headers.ts';
import type { ServiceContext } from './platform/rest/service-context.ts';
import { sendProblemPage, wantsPage, preparePages } from './platform/web-pages/page-scope.ts';
import { registerSeatRoutes } from './seat/seat-routes.ts';
import { registerSessionRoutes } from './session/session-routes.ts';
import { registerSignInPages } from './sign-in/sign-in-page-routes.ts';
import { registerSignInRoutes } from './sign-in/sign-in-routes.ts';
import { registerTwoFactorRoutes } from './two-factor/two-factor-routes.ts';
import type { NodeRegistry } from './version/node-registry.ts';
import { refuseOldApps, registerVersionRoutes } from './version/version-routes.ts';

export interface AppSettings extends ServiceContext, Omit<OperationsSettings, 'isFull'> {
  feed: EventFeed;
  nodes: NodeRegistry;
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
  // Declared as Fastify's own type, so that other modules need not know pino's.
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
    http: protectedServer,
  });
  const holderOf = addressHolders(trustedProxies);
  protectConnections(app.server, holderOf);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);
  app.decorateRequest('callerRole', null);
  app.decorateRequest('identity', null);
  const callers = createCallers(settings);
  app.decorate('authenticate', (request) => callers.authenticate(request));
  app.decorate('identify', (request) => callers.identify(request));
  app.addHook('onRequest', async (request, reply) => {
    nameRequest(request, reply);
  });
  answerRefusedBodies(app);
  if (trustedProxies.length === 0) warnOfUntrustedProxy(app);
  const { isFull } = registerOverloadProtection(app, {
    holderOf,
    countedAs: (request) => callers.countedAs(request),
  });
  app.setErrorHandler((error, request, reply) => refuse(request, reply, problemOf(error, request)));
  app.setNotFoundHandler((request, reply) => {
    // Paths are compared letter by letter, and a person may have typed this one in other letters.
    const written = /^\/support\/invite\/(.+)/i.exec(request.url)?.[1];
    return request.method === 'GET' && written !== undefined
      ? reply.redirect(`/support/invite/${written}`)
      : refuse(request, reply, new Problem('not_found', "There's nothing at this address."));
  });
  await app.register(rateLimit, {
    max: settings.rateLimit,
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => callers.countedAs(request),
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem(
        'rate_limited',
        `You've sent too many requests. Try again in ${pluralize(Math.ceil(ttl / 1000), 'second')}.`,
        { retryAfter: ttl / 1000 },
      ),
  });
  await registerOperations(app, { ...settings, isFull });
  await app.register(async (open) => {
    addApiHeaders(open);
    registerVersionRoutes(open, settings);
  });
  await app.register(async (api) => registerApi(api, settings));
  await app.register(async (pages) => registerPages(pages, settings));
  return app;
}

/** Answers with a problem: a browser gets a page, other clients JSON. */
function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  // The hooks have not run for a request whose URL is malformed.
  nameRequest(request, reply);
  return wantsPage(request) ? sendProblemPage(request, reply, problem) : sendProblem(reply, problem);
}

/** Puts into every answer what is needed to understand it: the id of the request and the release of the server. */
function nameRequest(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('X-Request-Id', request.id).header(serverVersionHeader, release);
}

/** Puts the headers of every API answer into those of a scope. */
function addApiHeaders(api: FastifyInstance): void {
  const headers = { ...securityHeaders, 'cache-control': 'no-store' };
  api.addHook('onRequest', async (_request, reply) => {
    void reply.headers(headers);
  });
}

function registerApi(api: FastifyInstance, settings: AppSettings): void {
  acceptJsonOnly(api);
  addApiHeaders(api);
  refuseOldApps(api);
  registerSignInRoutes(api, settings);
  registerSessionRoutes(api, settings);
  registerTwoFactorRoutes(api, settings);
  registerAccountRoutes(api, settings);
  registerApiKeyRoutes(api, settings);
  registerOrganizationRoutes(api, settings);
  registerSeatRoutes(api, settings);
  registerMemberRoutes(api, { ...settings, revokeInvitesOf });
  registerInviteRoutes(api, settings);
  registerActivityRoutes(api, settings);
  registerInboxRoutes(api, settings);
  registerEventRoutes(api, settings);
}

/** Registers all web pages, in a scope of their own. */
async function registerPages(pages: FastifyInstance, settings: AppSettings): Promise<void> {
  await preparePages(pages, settings);
  registerInvitePages(pages, settings);
  const withInvites = {
    ...settings,
    invitedEmail: (path: string | undefined) => invitedEmail(settings, path),
  };
  registerSignInPages(pages, withInvites);
  registerPasswordPages(pages, {
    ...withInvites,
    offersApiKeys: () => settings.nodes.features().includes('password.confirmation'),
  });
  registerAccountPages(pages, settings);
  registerBillingPage(pages, settings);
}

/** Says once that a proxy is in front whose word does not count: all its callers share one address and its limits. */
function warnOfUntrustedProxy(app: FastifyInstance): void {
  let isSaid = false;
  app.addHook('onRequest', async (request) => {
    if (isSaid || request.headers['x-forwarded-for'] === undefined) return;
    isSaid = true;
    request.log.warn(
      'a request came with X-Forwarded-For: if a proxy is in front, set FASTLINKIT_TRUSTED_PROXIES to its address, or limits count all its callers as one',
    );
  });
}

/** Accepts JSON only, or an empty body where a call needs none. */
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
