import type { FastifyInstance } from 'fastify';
import { isUuid } from '../database/uuid.ts';
import { sendPage } from '../platform/web-pages/page.ts';
import { notFoundPage } from '../platform/web-pages/problem-page.ts';
import { askForSeatsPage } from './billing-info-page.ts';

/**
 * Registers the target of `Buy seats`. It reads nothing from the database: the page shows only what its URL says.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerBillingPage(
  pages: FastifyInstance,
  { billingUrl }: { billingUrl: string | undefined },
): void {
  pages.get<{ Params: { organizationId: string } }>(
    '/organizations/:organizationId/billing',
    async (request, reply) => {
      const { organizationId } = request.params;
      if (!isUuid(organizationId)) return sendPage(reply, 404, notFoundPage);
      return billingUrl === undefined
        ? sendPage(reply, 200, askForSeatsPage(organizationId))
        : reply.header('cache-control', 'no-store').redirect(billingUrl, 302);
    },
  );
}
