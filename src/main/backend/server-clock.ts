import { uptime } from 'node:os';
import { serverVersionHeader } from '#contract/version/model';
import type { PreferenceStore } from '../preferences/preferences.ts';
import type { Fetch } from './backend-client.ts';

/** The server's clock, as its answers show it. This computer's clock may be off, and may be set at any time. */
export interface ServerClock {
  /** The server's time, in milliseconds since the epoch. */
  now(): number;
  /** How far the server's clock is ahead of this computer's, in milliseconds. */
  offset(): number;
  /** Milliseconds of a clock that nobody can set, and that goes on while the computer sleeps. */
  steadyNow(): number;
  /**
   * Learns from an answer of the server.
   *
   * @param sentAt when the request was sent, by `steadyNow`
   */
  observe(answer: Headers, sentAt: number): void;
}

export interface ServerClockOptions {
  /** Where the offset is kept, for the time until the first answer after a start. */
  preferences: PreferenceStore;
  /** Called with each new offset. */
  onOffset: (offset: number) => void;
  wallNow?: () => number;
  steadyNow?: () => number;
}

/** A smaller difference is none: a `Date` header has whole seconds, and answers take their time. */
const toleranceMs = 2_000;
/** On some systems the steady clock has whole seconds. */
const steadyResolutionMs = 1_000;
/** How often this computer's clock is compared with the steady one. */
const checkEveryMs = 1_000;
/** A larger offset is no clock that is off, but a file that somebody has edited. */
const maxOffsetMs = 100 * 365 * 86_400_000;

/** Creates the clock. Until a server has answered, it continues with the offset of the last time. */
export function createServerClock({
  preferences,
  onOffset,
  wallNow = () => Date.now(),
  steadyNow = () => uptime() * 1_000,
}: ServerClockOptions): ServerClock {
  let offset = readOffset(preferences);
  /** The server's time minus the steady clock's. */
  let lead = wallNow() + offset - steadyNow();

  /** Applies what this computer's clock was set to meanwhile, and what the last answer has shown. */
  function update(): void {
    const current = lead + steadyNow() - wallNow();
    if (Math.abs(current - offset) <= toleranceMs) return;
    offset = Math.abs(current) <= toleranceMs ? 0 : Math.round(current);
    preferences.write('clockOffset', offset);
    onOffset(offset);
  }

  setInterval(update, checkEveryMs).unref();
  return {
    now() {
      update();
      return wallNow() + offset;
    },
    offset() {
      update();
      return offset;
    },
    steadyNow,
    observe(answer, sentAt) {
      const date = Date.parse(answer.get('date') ?? '');
      // A proxy or a captive portal answers with a clock of its own.
      if (!answer.has(serverVersionHeader) || Number.isNaN(date)) return;
      // The server wrote it, in whole seconds, at some moment between the request and now.
      const least = date - steadyNow() - steadyResolutionMs;
      const most = date + 1_000 - sentAt + steadyResolutionMs;
      if (lead >= least && lead <= most) return;
      lead = (least + most) / 2;
      update();
    },
  };
}

/** A fetch from whose answers the clock learns. */
export function observingClock(fetch: Fetch, clock: Pick<ServerClock, 'observe' | 'steadyNow'>): Fetch {
  return async (input, init) => {
    const sentAt = clock.steadyNow();
    const answer = await fetch(input, init);
    clock.observe(answer.headers, sentAt);
    return answer;
  };
}

function readOffset(preferences: PreferenceStore): number {
  const saved = preferences.read('clockOffset');
  return typeof saved === 'number' && Math.abs(saved) <= maxOffsetMs ? saved : 0;
}
