import { z } from 'zod';
import { inboxKind, listInbox } from '#contract/inbox';
import { cursor, pageLimit } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

export function registerInbox(handle: Handle, session: Session): void {
  handle('inbox.list', z.strictObject({ cursor, kind: inboxKind.optional() }), (query) =>
    session.call(listInbox, { query: { ...query, limit: pageLimit(query.cursor) } }),
  );
}
