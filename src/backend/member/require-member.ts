import type { Transaction } from '../database/database.ts';
import { Problem } from '../platform/errors/problem.ts';
import { findMember, type MemberRow } from './member-repository.ts';
import { refuseChange } from './member-rules.ts';

export interface MemberId {
  organizationId: string;
  memberId: string;
}

/** @throws Problem `member_not_found` */
export async function requireMember(
  tx: Transaction,
  { organizationId, memberId }: MemberId,
): Promise<MemberRow> {
  const row = await findMember(tx, organizationId, memberId);
  if (!row)
    throw new Problem('member_not_found', "This member can't be found. They may have left or been removed.");
  return row;
}

/** @throws Problem `owner_is_fixed` */
export function requireNotOwner(row: MemberRow): void {
  const refusal = refuseChange(row);
  if (refusal) {
    throw new Problem(refusal, "The owner can't be removed or given another role. Transfer ownership first.");
  }
}
