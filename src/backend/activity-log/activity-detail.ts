import { activityCodes, type ActivityDetail, type ActivityType } from '#contract/activity/model';

/** What the database says of an entry's details. */
interface StoredDetail {
  code: string | null;
  params: unknown;
}

/**
 * The detail of an entry in English.
 *
 * @param stored an entry's columns
 * @param text the sentence that was stored with it: all there is of an entry without a code, or with one that this release
 *   does not know
 */
export function detailInEnglish(stored: StoredDetail, text: string | null): string | null {
  const detail = knownDetail(stored);
  return detail ? detailSentence(detail) : text;
}

/** The subject of an entry in English: the stored one, or what follows from the type and the details where it is no name. */
export function subjectInEnglish(type: string, stored: StoredDetail, text: string): string {
  return subjectSentence(type, knownDetail(stored)) ?? text;
}

/** The sentence that says `detail`. */
export function detailSentence({ code, params }: ActivityDetail): string {
  switch (code) {
    case 'role':
      return params.role;
    case 'role_changed':
      return `${params.from} → ${params.to}`;
    case 'ownership_transferred':
      return `from ${params.name} <${params.email}>`;
    case 'replaced_by_new_invite':
      return 'expired; replaced by a new invite';
    case 'fields_changed':
      return params.fields.join(', ');
    case 'seats_changed':
      return `was ${seats(params.from)}`;
  }
}

/** The subject of an entry whose subject is no name. */
export function subjectSentence(type: string, detail: ActivityDetail | undefined): string | undefined {
  if (detail?.code === 'seats_changed')
    return `${seats(detail.params.to)} ${detail.params.to === 1 ? 'seat' : 'seats'}`;
  return Object.hasOwn(subjectsOfTypes, type) ? subjectsOfTypes[type as ActivityType] : undefined;
}

const subjectsOfTypes: Partial<Record<ActivityType, string>> = {
  'organization.opened': 'organization',
  'members.exported': 'members',
  'activity.exported': 'activity',
};

function seats(limit: number | null): string {
  return String(limit ?? 'unlimited');
}

const known: ReadonlySet<string> = new Set(activityCodes);

/** A later release on the same database may have written codes that are unknown here. */
function knownDetail({ code, params }: StoredDetail): ActivityDetail | undefined {
  // Releases write a code with its values, as the contract has them.
  return code !== null && known.has(code) ? ({ code, params } as ActivityDetail) : undefined;
}
