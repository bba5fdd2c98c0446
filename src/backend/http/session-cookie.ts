import type { FastifyReply, FastifyRequest } from 'fastify';

const plainName = 'fastlinkit_session';

/** The cookie of the web pages' session; never valid for `/api`. */
export interface SessionCookie {
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, value: string): void;
  clear(reply: FastifyReply): void;
}

/**
 * How the session's cookie is kept: out of reach of scripts, not sent with forms of other sites, and over TLS
 * bound to exactly this host. It ends with the browser, at the latest with the session itself.
 */
export function sessionCookie(publicUrl: () => string): SessionCookie {
  const secure = () => publicUrl().startsWith('https:');
  const name = () => (secure() ? `__Host-${plainName}` : plainName);
  const attributes = () => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: secure() }) as const;
  return {
    read: (request) => request.cookies[name()],
    set(reply, value) {
      void reply.setCookie(name(), value, attributes());
    },
    clear(reply) {
      void reply.clearCookie(name(), attributes());
    },
  };
}
