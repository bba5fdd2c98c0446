const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether an id is a UUID as the server writes them; no other id can exist. */
export function isUuid(id: unknown): id is string {
  return typeof id === 'string' && pattern.test(id);
}
