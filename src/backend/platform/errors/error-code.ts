/** Whether a system or database error has one of the codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && codes.includes(code);
}

/** For `catch`: swallows errors with one of the codes, and rethrows all others. */
export function ignoreCode(...codes: string[]): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, ...codes)) throw error;
  };
}
