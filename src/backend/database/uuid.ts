const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL would take it for a uuid; any other id is one that cannot exist. */
export function isUuid(id: string): boolean {
  return pattern.test(id);
}
