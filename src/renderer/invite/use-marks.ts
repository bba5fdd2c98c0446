import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BridgeError } from '../bridge/bridge.ts';
import { addressOf, markRows, type DraftRow, type Mark } from './invite-many-rows.ts';
import { checkedWords } from './invite-many-words.ts';
import { isLookedUp, knownListsOptions, lookedUpOptions } from './known-addresses.ts';

interface Marks {
  marks: Mark[];
  /** What the rows were compared with, in words; undefined until it is known. */
  checked: string | undefined;
  pending: boolean;
  error: BridgeError | null;
  retry: () => void;
}

/** The marks of rows, by what the server says about the organization. */
export function useMarks(
  organizationId: string,
  rows: readonly DraftRow[],
  free: number | null | undefined,
): Marks {
  const lists = useQuery(knownListsOptions(organizationId));
  const emails = useMemo(
    () => [...new Set(rows.map(addressOf).filter((email) => email !== undefined))].toSorted(),
    [rows],
  );
  const wanted = lists.data !== undefined && isLookedUp(lists.data, emails);
  const lookedUp = useQuery(lookedUpOptions(organizationId, wanted ? emails : undefined));

  const members = lists.data?.members.byEmail;
  const invites = lists.data?.invites.byEmail;
  const found = lookedUp.data;
  const marks = useMemo(
    () =>
      markRows(rows, {
        members: new Set([...(members?.keys() ?? []), ...(found?.members.keys() ?? [])]),
        invites: new Map([...(invites ?? []), ...(found?.invites ?? [])]),
        free,
      }),
    [rows, members, invites, found, free],
  );

  return {
    marks,
    checked: lists.data && checkedWords(lists.data, lookedUp.isSuccess),
    pending: lists.isPending || (wanted && lookedUp.isPending),
    error: lists.error ?? lookedUp.error,
    retry: () => void (lists.isError ? lists.refetch() : lookedUp.refetch()),
  };
}
