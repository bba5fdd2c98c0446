import { fakeClockLibrary } from '../../scripts/setup/system-packages.mjs';

/**
 * The environment in which a process's clock is moved. What it waits for takes as long as ever.
 *
 * @param offset as libfaketime writes it: '+90s', '-2h'
 */
export function environmentWithClock(offset: string): Record<string, string> {
  const library = fakeClockLibrary();
  if (library === undefined) throw new Error('libfaketime is not installed; npm test does that on Debian');
  return { LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
