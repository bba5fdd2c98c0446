import type { FastifyInstance } from 'fastify';
import { preparePages } from './http/page-scope.ts';
import type { ServiceContext } from './http/service-context.ts';
import { registerInvitePages } from './invite/invite-pages.ts';
import { registerBillingPage } from './organization/billing-page.ts';
import { registerAccountPages } from './session/account-pages.ts';
import { registerLoginPages } from './session/login-pages.ts';
import { registerPasswordPages } from './session/password-pages.ts';

export interface PageSettings extends ServiceContext {
  billingUrl: string | undefined;
}

/** All web pages, in a scope of their own. */
export async function registerPages(pages: FastifyInstance, settings: PageSettings): Promise<void> {
  await preparePages(pages, settings);
  registerInvitePages(pages, settings);
  registerLoginPages(pages, settings);
  registerPasswordPages(pages, settings);
  registerAccountPages(pages, settings);
  registerBillingPage(pages, settings);
}
