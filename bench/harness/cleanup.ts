const hooks: (() => Promise<unknown>)[] = [];

/** Registers how something that several scenarios share is ended: once, after the last of them. */
export function onCleanup(hook: () => Promise<unknown>): void {
  hooks.push(hook);
}

/** Ends what was started, the last first. */
export async function cleanUp(): Promise<void> {
  for (let hook = hooks.pop(); hook; hook = hooks.pop()) await hook().catch(console.error);
}
