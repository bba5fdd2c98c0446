/** A single event is read at once, and its like soon after. */
export const quickBreathMs = 2;
/** While events keep coming, what comes meanwhile is read in one go, however many commits a second there are. */
export const steadyBreathMs = 30;
/** So many readings may follow each other quickly; one more for each steady breath that went by. */
export const quickReadings = 5;

/**
 * The pace at which events are read.
 *
 * @returns says of a reading that begins at `now` for how many milliseconds no other may begin
 */
export function createReadingPace(): (now: number) => number {
  let quickLeft = quickReadings;
  let lastAt: number | undefined;
  return (now) => {
    const regained = lastAt === undefined ? 0 : (now - lastAt) / steadyBreathMs;
    quickLeft = Math.max(0, Math.min(quickReadings, quickLeft + regained) - 1);
    lastAt = now;
    return quickLeft >= 1 ? quickBreathMs : steadyBreathMs;
  };
}
