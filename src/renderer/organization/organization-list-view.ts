import type { OrganizationFilter, OrganizationSort } from '#contract/organization/model';
import { formatNumber } from '../lib/format/pluralize.ts';

/** Which organizations a list shows, and in which order. */
export interface OrganizationListView {
  search: string;
  sort: OrganizationSort;
  filter: OrganizationFilter | 'all';
}

export const organizationFilters = [
  ['all', 'All organizations'],
  ['full', 'Full'],
  ['over', 'Over limit'],
  ['expiring', 'Expiring soon'],
  ['failed', 'Delivery failed'],
] as const satisfies [OrganizationListView['filter'], string][];

/** The filters, each with the number of organizations that it shows: "Full (3)". */
export function withCounts(
  counts: Partial<Record<OrganizationFilter, number>>,
): [OrganizationListView['filter'], string][] {
  return organizationFilters.map(([filter, label]) => {
    const count = filter === 'all' ? undefined : counts[filter];
    return [filter, count === undefined ? label : `${label} (${formatNumber(count)})`];
  });
}

/** The first one is the default. */
export const organizationSorts = [
  ['usage', 'Seats'],
  ['name', 'Name'],
  ['pending', 'Pending'],
  ['expiring', 'Expiring in 48 h'],
] as const satisfies [OrganizationSort, string][];
