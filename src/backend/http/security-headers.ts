import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/**
 * What an answer of the API tells a browser that has come upon it by mistake: to do nothing with it. helmet keeps the list;
 * it is asked once, since what it says is the same for every answer.
 */
export function securityHeaders(): OutgoingHttpHeaders {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const addHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  addHeaders(response.req, response, () => undefined);
  return { ...response.getHeaders() };
}
