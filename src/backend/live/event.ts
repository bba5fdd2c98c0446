import type { LiveEventType } from '#contract/live';

/** An event as it was written, with its data in the wire form. */
export interface StoredEvent {
  id: bigint;
  /** null: for the server's own nodes. */
  organizationId: string | null;
  /** Whom an event about a member is about. */
  userId: string | null;
  type: string;
  /** JSON text on one line, `organizationId` and `at` included. */
  data: string;
}

/** How soon a client that lost its stream comes back. */
const retryMs = 2_000;

/** A piece of a stream, made once and written to each listener that it is for. */
export type Frame = Buffer;

export const heartbeatFrame: Frame = Buffer.from(':\n\n');

/** What a stream begins with: `position` for a client that brought none, so that it can resume before its first event. */
export function openingFrame(position: bigint | undefined): Frame {
  const id = position === undefined ? '' : `id: ${position}\n`;
  return Buffer.from(`retry: ${retryMs}\n: connected\n${id}\n`);
}

export function eventFrame({ id, type, data }: StoredEvent): Frame {
  return Buffer.from(`id: ${id}\nevent: ${type}\ndata: ${data}\n\n`);
}

/** Tells a client to fetch everything again; from `position` on it misses nothing. */
export function resetFrame(position: bigint, now: Date): Frame {
  return Buffer.from(`id: ${position}\n${notice('reset', now)}`);
}

/** Tells a client that the server goes away for a moment; the client's position stays as it is. */
export function pausedFrame(now: Date): Frame {
  return Buffer.from(notice('session.paused', now));
}

function notice(type: LiveEventType, now: Date): string {
  return `event: ${type}\ndata: ${JSON.stringify({ at: now.toISOString() })}\n\n`;
}
