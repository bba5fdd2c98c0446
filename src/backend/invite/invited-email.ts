import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findInviteLink } from './find-invite-link.ts';

/**
 * The address of the invite that a path leads to, so that a form on the way there can be filled in. Who has the path can read
 * the address on its page.
 *
 * @returns undefined for any other path
 */
export async function invitedEmail(
  context: Pick<ServiceContext, 'database' | 'secrets'>,
  path: string | undefined,
): Promise<string | undefined> {
  const token = /^\/support\/invite\/([\w-]+)$/.exec(path ?? '')?.[1];
  const link = token === undefined ? undefined : await findInviteLink(context, token);
  return link?.invite.email;
}
