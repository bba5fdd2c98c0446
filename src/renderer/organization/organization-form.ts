import type { Organization } from '#contract/organization/api';
import type { OrganizationChanges } from './organization-edit-queries.ts';

export interface OrganizationForm {
  name: string;
  description: string;
  /** The empty string for none. */
  logoUrl: string;
  reminders: boolean;
}

/** The form's values for an organization. */
export function formOf({ name, description, logoUrl, reminders }: Organization): OrganizationForm {
  return { name, description, logoUrl: logoUrl ?? '', reminders };
}

/**
 * The fields that the form changes, and no others: what another user edits meanwhile stays as it is.
 *
 * @param before the values with which the form was opened
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

/** Why a name is not accepted; null when it is. */
export function nameProblem(name: string): string | null {
  return name.trim() === '' ? 'Enter a name.' : null;
}

/** Why a logo's address is not accepted; null when it is, or when there is none. */
export function logoProblem(written: string): string | null {
  const address = written.trim();
  if (address === '') return null;
  return URL.parse(address)?.protocol === 'https:' ? null : 'Enter a web address that starts with https://.';
}
