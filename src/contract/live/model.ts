/** The server-sent events' path; `?organizationId=` narrows it to one organization. */
export const eventsPath = '/api/events';

/** The server sends a comment line at least this often, so that a dead connection is noticed. */
export const heartbeatMs = 15_000;
