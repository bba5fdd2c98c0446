import type { OrganizationFilter, OrganizationSort } from '#contract/organization';

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

/** The first is how a list begins: the worst on top. */
export const organizationSorts = [
  ['usage', 'Seats'],
  ['name', 'Name'],
  ['pending', 'Pending'],
  ['expiring', 'Within 48 h'],
] as const satisfies [OrganizationSort, string][];
