import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

const title = 'FastLinkIt organization API';

/** Collects the routes that are registered after it; before any of them. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: 'v1' },
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The access token that POST /api/auth/login answers with.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    // The pages are for people, and not declared as endpoints.
    hideUntagged: true,
  });
  app.get('/openapi/v1.json', { logLevel: 'warn' }, () => app.swagger());
  registerReference(app);
}

/** The reference's page: everything comes from this server, and nothing stands inline but styles. */
const referencePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<script id="api-reference" data-url="/openapi/v1.json" data-configuration='{"withDefaultFonts":false,"telemetry":false}'></script>
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
  let script: Promise<string> | undefined;
  app.get('/scalar/v1/scalar.js', { logLevel: 'warn' }, async (_request, reply) => {
    script ??= loadReferenceScript();
    return reply
      .header('Cache-Control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(await script);
  });
}

/** The package is some megabytes of text: loaded when somebody asks for the reference, and not before. */
async function loadReferenceScript(): Promise<string> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const inner = fastify();
  await inner.register(reference, { routePrefix: '/', configuration: { url: '/openapi/v1.json' } });
  const { payload } = await inner.inject('/js/scalar.js');
  await inner.close();
  return payload;
}
