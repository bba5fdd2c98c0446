import type { WebContents } from 'electron';
import type { SaveOutcome } from '#contract/admin-bridge';
import { getOrganization } from '#contract/organization';
import { saveFile } from './save-file.ts';
import type { Session } from './session.ts';

export interface CsvExport {
  organizationId: string;
  /** What it is a list of; with the organization and the day it is the name of the file. */
  of: 'members' | 'activity';
  path: string;
  query?: Record<string, string | undefined>;
}

/**
 * Asks where to, and only then has the server write: that a list was taken out is put down there.
 *
 * @throws BridgeProblemError
 */
export async function exportCsv(
  session: Session,
  caller: WebContents,
  { organizationId, of, path, query = {} }: CsvExport,
): Promise<SaveOutcome> {
  const params = { organizationId };
  const { name } = await session.call(getOrganization, { params });
  return saveFile(caller, `${name} ${of} ${today()}.csv`, () =>
    session.download({ path, params, query, type: 'text/csv' }),
  );
}

/** By the calendar of this computer: 2026-11-22. */
function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(twoDigits).join('-');
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
