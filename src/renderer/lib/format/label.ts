/**
 * The label of a value that came from the server.
 *
 * @param labels of the values that this release knows
 * @returns for a value of a later release its own words: "member.two_factor_removed" becomes "Member two factor removed"
 */
export function labelOf<Value extends string>(
  labels: Readonly<Record<Value, string>>,
  value: string,
): string {
  return knownIn(labels, value) ?? readable(value);
}

/** The entry of a value in a table, or undefined for a value that this release does not know. */
export function knownIn<Value extends string, Entry>(
  table: Readonly<Record<Value, Entry>>,
  value: string,
): Entry | undefined {
  return Object.hasOwn(table, value) ? (table as Readonly<Record<string, Entry>>)[value] : undefined;
}

function readable(value: string): string {
  const words = value.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
