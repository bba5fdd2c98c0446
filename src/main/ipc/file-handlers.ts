import { Readable } from 'node:stream';
import { app } from 'electron';
import type { WebContents } from 'electron';
import { z } from 'zod';
import { activityCsvPath, activityTypes } from '#contract/activity/model';
import type { SaveResult } from '#contract/bridge/types';
import { membersCsvPath } from '#contract/member/model';
import { getOrganization } from '#contract/organization/api';
import type { ServerClock } from '../backend/server-clock.ts';
import { withByteOrderMark } from '../files/csv-content.ts';
import { beginFileName } from '../files/file-name.ts';
import { saveFile } from '../files/save-file.ts';
import { removeUnfinishedFiles } from '../files/stream-file.ts';
import type { Session } from '../session/session.ts';
import { organizationInput, pathId } from './handle.ts';
import type { Handle } from './handle.ts';

const maxTextLength = 10_000_000;

/** An RFC 3339 time. The server checks it. */
const time = z.string().max(100).optional();
const activityInput = organizationInput.extend({
  type: z.enum(activityTypes).optional(),
  actor: pathId.optional(),
  from: time,
  to: time,
});

/** Registers what saves a file: exports, which the server streams, and texts of the renderer. */
export function registerFileHandlers(handle: Handle, session: Session, clock: ServerClock): void {
  const save = (caller: WebContents, file: CsvExport): Promise<SaveResult> =>
    exportCsv(session, caller, file, localDate(new Date(clock.now())));

  app.on('will-quit', removeUnfinishedFiles);

  handle('activity.exportCsv', activityInput, ({ organizationId, ...query }, caller) =>
    save(caller, { organizationId, label: 'activity', path: activityCsvPath, query }),
  );

  handle('member.exportCsv', organizationInput, ({ organizationId }, caller) =>
    save(caller, { organizationId, label: 'members', path: membersCsvPath }),
  );

  handle(
    'file.saveText',
    z.strictObject({ suggestedName: z.string().max(1000), text: z.string().max(maxTextLength) }),
    ({ suggestedName, text }, caller) => {
      const content = Readable.from([text]);
      const isCsv = /\.csv$/iu.test(suggestedName);
      return saveFile(caller, suggestedName, () =>
        Promise.resolve(isCsv ? withByteOrderMark(content) : content),
      );
    },
  );
}

interface CsvExport {
  organizationId: string;
  /** The kind of list, for the file's name. */
  label: 'members' | 'activity';
  path: string;
  query?: Record<string, string | undefined>;
}

/**
 * Asks where to save the list before the server is asked for it: the server records every export.
 *
 * @param date the date in the file's name
 * @throws BridgeProblemError, FileError
 */
async function exportCsv(
  session: Session,
  caller: WebContents,
  { organizationId, label, path, query = {} }: CsvExport,
  date: string,
): Promise<SaveResult> {
  const params = { organizationId };
  const { name } = await session.call(getOrganization, { params });
  return saveFile(caller, beginFileName(name, ` ${label} ${date}.csv`), async () =>
    withByteOrderMark(await session.download({ path, params, query, type: 'text/csv' })),
  );
}

/** The date in this computer's time zone: 2026-11-22. */
function localDate(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
