import { liveEvent } from '#contract/live/api';
import type { LiveEvent } from '#contract/live/api';
import type { Log } from '../diagnostics/log.ts';

const knownTypes = new Set<string>(liveEvent.options.map((option) => option.shape.type.value));

/** The event after which the renderer fetches all its data again. */
export function resetEvent(): LiveEvent {
  return { type: 'reset', data: { at: new Date().toISOString() } };
}

/** A server that sends what this app cannot read sends a lot of it; everything is fetched again this often at most. */
export const resetPauseMs = 60_000;

/**
 * Reads the events of a stream, whatever release the server has. An event of an unknown type is skipped. For one with
 * unreadable data the reader asks for everything once, and again after a pause for all that follow meanwhile.
 *
 * @param onReset called when the pause after an unreadable event is over and there were further ones
 */
export function createLiveEventReader(log: Log, onReset: () => void) {
  let pause: NodeJS.Timeout | undefined;
  let isMissing = false;

  function afterPause(): void {
    pause = undefined;
    if (!isMissing) return;
    isMissing = false;
    pause = setTimeout(afterPause, resetPauseMs);
    onReset();
  }

  return {
    /** @returns undefined for an event that there is nothing to do about now */
    read(type: string, data: string): LiveEvent | undefined {
      if (!knownTypes.has(type)) {
        log.info('live.unknown_event', { type });
        return undefined;
      }
      const event = liveEvent.safeParse({ type, data: parseJson(data) });
      if (event.success) return event.data;
      log.warn('live.unreadable_event', {
        type,
        issues: event.error.issues.map(({ path, code }) => ({ path, code })),
      });
      if (pause !== undefined) {
        isMissing = true;
        return undefined;
      }
      pause = setTimeout(afterPause, resetPauseMs);
      return resetEvent();
    },
    close(): void {
      clearTimeout(pause);
      pause = undefined;
      isMissing = false;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
