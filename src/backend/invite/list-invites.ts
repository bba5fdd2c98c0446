import type { z } from 'zod';
import type { Invite, listInvites as endpoint } from '#contract/invite/api';
import type { Page } from '#contract/page';
import { authorizeAndRead } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Identity } from '../platform/auth/caller.ts';
import { getUserNames } from '../user/user-names.ts';
import { findInvites } from './invite-list-repository.ts';
import { toListedInvite } from './invite-view.ts';
import type { Written } from '#contract/open-enum';

/** @throws Problem `organization_not_found`, `forbidden`, `validation_failed` for a cursor of another list */
export async function listInvites(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  query: z.output<typeof endpoint.query>,
): Promise<Page<Written<Invite>>> {
  const page = await authorizeAndRead(executor, identity, organizationId, 'manage', () =>
    findInvites(executor, organizationId, query),
  );
  const names = await getUserNames(
    executor,
    page.items.flatMap(({ invitedBy }) => invitedBy ?? []),
  );
  return { ...page, items: page.items.map((invite) => toListedInvite(invite, organizationId, names)) };
}
