import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const lookEveryMs = 20_000;
/** A heap that changes by less than this between two looks is one with which nothing is done. */
const idleBytes = 256 * 1024;
/** Less than this is not worth the pause of some hundredths of a second. */
const worthwhileBytes = 512 * 1024;
/** What a collection has found dead may hold more by what is to be done at its end: that runs after it, within this. */
export const finalizedAfterMs = 1_000;

export interface Heap {
  /** Bytes in use, garbage among them. */
  used: () => number;
  collect: () => void;
}

/**
 * Collects garbage, twice in a row, whenever nothing is done after something was (098). V8 itself looks for garbage when the heap has
 * grown by some megabytes more: in an app that is left alone that may be never.
 */
export function collectWhenIdle(heap: Heap = ownHeap()): void {
  let before = heap.used();
  let kept = before;
  setInterval(() => {
    const used = heap.used();
    // It shrinks when V8 has collected by itself, in the middle of work.
    const isIdle = Math.abs(used - before) < idleBytes;
    before = used;
    kept = Math.min(kept, used);
    if (!isIdle || used - kept < worthwhileBytes) return;
    heap.collect();
    setTimeout(() => {
      heap.collect();
      kept = heap.used();
      before = kept;
    }, finalizedAfterMs);
  }, lookEveryMs);
}

type Collect = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

function ownHeap(): Heap {
  let collect: Collect | undefined;
  return {
    used: () => getHeapStatistics().used_heap_size,
    collect() {
      // Only contexts that are made from now on have it, which is the one below: pages are other processes.
      setFlagsFromString('--expose-gc');
      collect ??= runInNewContext('globalThis.gc') as Collect | undefined;
      // In this flavour what has become free is given back to the system as well.
      collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    },
  };
}
