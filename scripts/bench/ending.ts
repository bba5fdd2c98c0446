const endings: (() => Promise<unknown>)[] = [];

/** Says how something that several rows use is ended: once, after the last of them. */
export function atEnd(end: () => Promise<unknown>): void {
  endings.push(end);
}

/** Ends what was begun, the last first. */
export async function endAll(): Promise<void> {
  for (let end = endings.pop(); end; end = endings.pop()) await end().catch(console.error);
}
