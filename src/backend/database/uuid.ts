const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether it is a uuid as the server writes them; any other id is one that cannot exist. */
export function isUuid(id: unknown): id is string {
  return typeof id === 'string' && pattern.test(id);
}
