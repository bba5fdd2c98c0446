/** The longest that an organization's texts may be, in characters; its name is as long as any. */
export const maxDescriptionLength = 500;
export const maxLogoUrlLength = 2000;

export const organizationSorts = ['name', 'usage', 'pending', 'expiring'] as const;
export type OrganizationSort = (typeof organizationSorts)[number];

export const organizationFilters = ['full', 'over', 'expiring', 'failed'] as const;
export type OrganizationFilter = (typeof organizationFilters)[number];
