const maxReloads = 3;
const withinMs = 60_000;

/** Whether a page that has crashed may be reloaded once more, or would only crash for ever. */
export function allowsReload(earlier: readonly number[], now: number): boolean {
  return earlier.filter((moment) => now - moment < withinMs).length < maxReloads;
}
