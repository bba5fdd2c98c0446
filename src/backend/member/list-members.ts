import type { z } from 'zod';
import type { listMembers as endpoint, Member } from '#contract/member/api';
import type { Page } from '#contract/page';
import { authorizeAndRead } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Identity } from '../platform/auth/caller.ts';
import { findMembers } from './member-repository.ts';

/** @throws Problem `organization_not_found`, `forbidden`, `validation_failed` for a cursor of another list */
export function listMembers(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  query: z.output<typeof endpoint.query>,
): Promise<Page<Member>> {
  return authorizeAndRead(executor, identity, organizationId, 'manage', () =>
    findMembers(executor, organizationId, query),
  );
}
