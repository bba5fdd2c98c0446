import type { Organization } from '#contract/organization';
import type { OrganizationChanges } from './organization-edit-queries.ts';

export interface OrganizationForm {
  name: string;
  description: string;
  /** Empty for none. */
  logoUrl: string;
  reminders: boolean;
}

/** The form of an organization as it is. */
export function formOf({ name, description, logoUrl, reminders }: Organization): OrganizationForm {
  return { name, description, logoUrl: logoUrl ?? '', reminders };
}

/**
 * What the form changes, and nothing else: what somebody else edits meanwhile stays as they made it.
 *
 * @param before the form as it was opened
 */
export function changesOf(before: OrganizationForm, form: OrganizationForm): OrganizationChanges {
  const changes: OrganizationChanges = {};
  const name = form.name.trim();
  const description = form.description.trim();
  const logoUrl = form.logoUrl.trim();
  if (name !== before.name) changes.name = name;
  if (description !== before.description) changes.description = description;
  if (logoUrl !== before.logoUrl) changes.logoUrl = logoUrl === '' ? null : logoUrl;
  if (form.reminders !== before.reminders) changes.reminders = form.reminders;
  return changes;
}

/** Why it cannot be a name; null when it can. */
export function nameProblem(name: string): string | null {
  return name.trim() === '' ? 'Enter a name.' : null;
}

/** Why it cannot be the address of a logo; null when it can, or when there is none. */
export function logoProblem(written: string): string | null {
  const address = written.trim();
  if (address === '') return null;
  return URL.parse(address)?.protocol === 'https:' ? null : 'Enter a web address that begins with https://.';
}
