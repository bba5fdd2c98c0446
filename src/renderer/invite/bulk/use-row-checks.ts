import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { hasFeature } from '#contract/version/model';
import type { BridgeError } from '../../data/bridge.ts';
import { serverFeaturesOptions } from '../../data/server-features.ts';
import { addressOf, checkRows, type DraftRow, type RowCheck } from './bulk-invite-rows.ts';
import { notComparedLabel } from './bulk-invite-labels.ts';
import { checkedAddressesOptions, type AskedAddresses } from './checked-addresses.ts';
import { isLookedUp, knownListsOptions, lookedUpOptions } from './known-addresses.ts';

/** How long the server is not asked about an address that is being typed. */
const typingPauseMs = 300;

interface RowChecks {
  checks: RowCheck[];
  /** The lists that the rows could not be compared with, as the user reads it. */
  notCompared: string | undefined;
  pending: boolean;
  error: BridgeError | null;
  retry: () => void;
}

/** Checks the rows against the organization's members and open invites. */
export function useRowChecks(
  organizationId: string,
  rows: readonly DraftRow[],
  free: number | null | undefined,
): RowChecks {
  const features = useQuery(serverFeaturesOptions);
  const canCheck = features.data && hasFeature(features.data, 'invites.check');
  const written = useMemo(
    () => [...new Set(rows.map(addressOf).filter((email) => email !== undefined))].toSorted().join('\n'),
    [rows],
  );
  const [settled] = useDebouncedValue(written, typingPauseMs);
  const emails = useMemo(() => settled.split('\n').filter((email) => email !== ''), [settled]);
  const checked = useCheckedAddresses(organizationId, canCheck === true ? emails : undefined);
  const compared = useComparedAddresses(organizationId, canCheck === false ? emails : undefined);
  const { members, invites } = canCheck === true ? checked : compared;
  const checks = useMemo(
    () => checkRows(rows, { members: members ?? new Set(), invites: invites ?? new Map(), free }),
    [rows, members, invites, free],
  );
  const used = canCheck === true ? checked : compared;
  return {
    checks,
    notCompared: used.notCompared,
    pending: features.isPending || settled !== written || used.pending,
    error: features.error ?? used.error,
    retry: () => void (features.isError ? features.refetch() : used.retry()),
  };
}

/** Asks the server. @param emails undefined: it cannot be asked */
function useCheckedAddresses(organizationId: string, emails: readonly string[] | undefined) {
  const [asked] = useState<AskedAddresses>(() => new Map());
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    checkedAddressesOptions(organizationId, emails, asked),
  );
  return {
    members: data?.members,
    invites: data?.invites,
    notCompared: undefined,
    pending: isPending || isPlaceholderData,
    error,
    retry: refetch,
  };
}

/** Reads the lists of a server of an earlier release. @param emails undefined: the server can be asked */
function useComparedAddresses(organizationId: string, emails: readonly string[] | undefined) {
  const lists = useQuery(knownListsOptions(emails === undefined ? undefined : organizationId));
  const wanted = lists.data !== undefined && emails !== undefined && isLookedUp(lists.data, emails);
  const lookedUp = useQuery(lookedUpOptions(organizationId, wanted ? emails : undefined));
  const members = lists.data?.members.byEmail;
  const invites = lists.data?.invites.byEmail;
  const found = lookedUp.data;
  return {
    ...useMemo(
      () => ({
        members: new Set([...(members?.keys() ?? []), ...(found?.members.keys() ?? [])]),
        invites: new Map([...(invites ?? []), ...(found?.invites ?? [])]),
      }),
      [members, invites, found],
    ),
    notCompared: lists.data && notComparedLabel(lists.data, lookedUp.isSuccess),
    pending: lists.isPending || (wanted && lookedUp.isPending),
    error: lists.error ?? lookedUp.error,
    retry: () => (lists.isError ? lists.refetch() : lookedUp.refetch()),
  };
}
