import { setFlagsFromString } from 'node:v8';
import { app } from 'electron';

/**
 * Keeps V8's heaps close to what is in them. V8 lets a small heap grow to a multiple of its content before it collects
 * garbage, which costs an app that renders lists all day half as much memory again (docs/performance/memory.md).
 * The call in `start.ts` is the switch. It comes before Electron is ready, because renderer processes get their flags
 * when they start.
 */
export function limitHeaps(): void {
  app.commandLine.appendSwitch('js-flags', '--heap-growing-percent=150 --max-semi-space-size=2');
  // The heap of this process exists already, so its space for new objects can only be kept from growing.
  for (const flag of ['--heap-growing-percent=20', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
}
