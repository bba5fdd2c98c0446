/** The pause after a reading while there are few. */
export const quickBreathMs = 2;
/** The pause under load: all events of that time are read together, however many commits a second there are. */
export const steadyBreathMs = 30;
/** How many readings may follow each other quickly; each steady pause allows one more. */
export const quickReadings = 5;

/**
 * A token bucket for the readings of events.
 *
 * @returns a function that takes the start of a reading and returns the pause in milliseconds before the next one
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
