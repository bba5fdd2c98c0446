import { STATUS_CODES } from 'node:http';
import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import { fastify, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemBody } from '#contract/problem';
import { release } from '#contract/version/model';
import { maxKeyLength } from './idempotency.ts';

const title = 'FastLinkIt organization API, v1';

/** Documents the routes that are registered after it; call it before any of them. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: release },
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The access token from POST /api/auth/login.',
          },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Api-Key',
            description: 'For scripts. Create a key with POST /api/api-keys.',
          },
        },
      },
    },
    transform: describeIdempotency,
    transformObject: describeAnswers,
    // The pages are for people, and not declared as endpoints.
    hideUntagged: true,
  });
  let document: Buffer | undefined;
  app.get('/openapi/v1.json', { logLevel: 'warn' }, (_request, reply) => {
    document ??= Buffer.from(JSON.stringify(app.swagger()));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  registerReference(app);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route honours an `Idempotency-Key`. */
    idempotent?: boolean;
  }
}

/** Documents the `Idempotency-Key` header, which no route schema declares. */
function describeIdempotency(input: Parameters<typeof jsonSchemaTransform>[0]) {
  const { schema, url } = jsonSchemaTransform(input);
  if (!input.route.config?.idempotent) return { schema, url };
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: maxKeyLength,
    description:
      'Repeat a request with the same key and body within 24 hours to get the first response without repeating the action.',
  };
  return { schema: { ...schema, headers: { type: 'object', properties: { 'Idempotency-Key': key } } }, url };
}

type DocumentObject = Parameters<SwaggerTransformObject>[0];
type OpenApi = Extract<DocumentObject, { openapiObject: unknown }>['openapiObject'];

/** Adds what the routes' schemas cannot express: descriptions of the answers, and the media type of problems. */
function describeAnswers(documentObject: DocumentObject): OpenApi {
  if (!('openapiObject' in documentObject)) throw new TypeError('not an OpenAPI 3 document');
  const document = documentObject.openapiObject;
  const refusal = { $ref: '#/components/schemas/Problem' };
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) {
      if (typeof operation !== 'object' || !('responses' in operation)) continue;
      for (const [status, answer] of Object.entries(operation.responses ?? {})) {
        if ('$ref' in answer) continue;
        answer.description = STATUS_CODES[status] ?? status;
        if (Number(status) >= 400) answer.content = { 'application/problem+json': { schema: refusal } };
      }
    }
  }
  Object.assign((document.components ??= {}), { schemas: { Problem: z.toJSONSchema(problemBody) } });
  return document;
}

/** Turns off everything that would contact the vendor of the reference page. */
const referenceOptions = JSON.stringify({
  telemetry: false,
  withDefaultFonts: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
});

/** The reference page: everything comes from this server, and only styles are inline. */
const referencePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<body>
<script id="api-reference" data-url="/openapi/v1.json" data-configuration='${referenceOptions}'></script>
<script src="/scalar/v1/scalar.js"></script>
</html>
`;

const referencePolicy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

function registerReference(app: FastifyInstance): void {
  app.get('/scalar/v1', { logLevel: 'warn' }, (_request, reply) =>
    reply
      .header('Content-Security-Policy', referencePolicy)
      .type('text/html; charset=utf-8')
      .send(referencePage),
  );
  let script: Promise<Buffer> | undefined;
  app.get('/scalar/v1/scalar.js', { logLevel: 'warn' }, async (_request, reply) => {
    script ??= loadReferenceScript();
    return reply
      .header('Cache-Control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(await script);
  });
}

/**
 * The package is some megabytes of text: it is loaded when the reference is first opened. As bytes it is in memory once, also
 * while many wait to receive it.
 */
async function loadReferenceScript(): Promise<Buffer> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const inner = fastify();
  await inner.register(reference, { routePrefix: '/', configuration: { url: '/openapi/v1.json' } });
  const { rawPayload } = await inner.inject('/js/scalar.js');
  await inner.close();
  return rawPayload;
}
