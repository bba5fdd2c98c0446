import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie of the web pages; never valid for `/api`. */
export interface PageCookie {
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, value: string): void;
  clear(reply: FastifyReply): void;
}

/** The cookie of the session. It ends with the browser, at the latest with the session itself. */
export function sessionCookie(publicUrl: () => string): PageCookie {
  return pageCookie(publicUrl, { plainName: 'fastlinkit_session' });
}

/** The cookie between password and code; it is no session. */
export function signInCodeCookie(publicUrl: () => string, maxAge: number): PageCookie {
  return pageCookie(publicUrl, { plainName: 'fastlinkit_code', maxAge });
}

/**
 * How cookies are kept: out of reach of scripts, not sent with forms of other sites, and over TLS bound to exactly
 * this host.
 *
 * @param maxAge seconds; left out: until the browser is closed
 */
function pageCookie(
  publicUrl: () => string,
  { plainName, maxAge }: { plainName: string; maxAge?: number },
): PageCookie {
  const secure = () => publicUrl().startsWith('https:');
  const name = () => (secure() ? `__Host-${plainName}` : plainName);
  const attributes = () => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: secure() }) as const;
  return {
    read: (request) => request.cookies[name()],
    set(reply, value) {
      void reply.setCookie(name(), value, { ...attributes(), ...(maxAge === undefined ? {} : { maxAge }) });
    },
    clear(reply) {
      void reply.clearCookie(name(), attributes());
    },
  };
}
