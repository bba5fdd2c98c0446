type Params = Readonly<Record<string, unknown>> | undefined;

/** A value of an entry's `params` as text; the empty string where a server of another release left it out. */
export function paramText(params: Params, name: string): string {
  const value = params?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The texts of a list among an entry's `params`. */
export function paramList(params: Params, name: string): string[] {
  const value = params?.[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
