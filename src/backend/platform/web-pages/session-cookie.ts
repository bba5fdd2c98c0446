import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie of the web pages; never valid for `/api`. */
export interface PageCookie {
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, value: string): void;
  clear(reply: FastifyReply): void;
}

/** The session cookie. It ends with the browser session, at the latest with the session itself. */
export function sessionCookie(publicUrl: () => string): PageCookie {
  return pageCookie(publicUrl, { plainName: 'fastlinkit_session' });
}

/** The cookie between password and two-factor code; it is no session. */
export function signInCodeCookie(publicUrl: () => string, maxAge: number): PageCookie {
  return pageCookie(publicUrl, { plainName: 'fastlinkit_code', maxAge });
}

/** The cookie by which the browser is known again when an account signs in; it proves nothing else. */
export function deviceCookie(publicUrl: () => string, maxAge: number): PageCookie {
  return pageCookie(publicUrl, { plainName: 'fastlinkit_device', maxAge });
}

/**
 * A cookie that scripts cannot read, that forms of other sites do not send, and that TLS binds to exactly this host.
 *
 * @param maxAge seconds; without it the cookie ends when the browser is closed
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
