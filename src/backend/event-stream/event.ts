import type { LiveEventType } from '#contract/live/api';

/** A stored event, with its data in the wire form. */
export interface StoredEvent {
  id: bigint;
  /** null when the event is for the server's nodes. */
  organizationId: string | null;
  /** The user that an event about a member is about. */
  userId: string | null;
  type: string;
  /** JSON on one line, with `organizationId` and `at`. */
  data: string;
}

/** How long a client waits before it reconnects. */
const retryMs = 2_000;

/** A piece of a stream, made once and written to each stream that receives it. */
export type Frame = Buffer;

export const heartbeatFrame: Frame = Buffer.from(':\n\n');

/** The first frame of a stream; it has an `offset` for a client that sent none, so that it can resume before its first event. */
export function openingFrame(offset: bigint | undefined): Frame {
  const id = offset === undefined ? '' : `id: ${offset}\n`;
  return Buffer.from(`retry: ${retryMs}\n: connected\n${id}\n`);
}

export function eventFrame({ id, type, data }: StoredEvent): Frame {
  return Buffer.from(`id: ${id}\nevent: ${type}\ndata: ${data}\n\n`);
}

/** Tells a client to fetch everything again; it misses no event after `offset`. */
export function resetFrame(offset: bigint, now: Date): Frame {
  return Buffer.from(`id: ${offset}\n${notice('reset', now)}`);
}

/** Tells a client that the server is restarting; the client's offset stays valid. */
export function pausedFrame(now: Date): Frame {
  return Buffer.from(notice('session.paused', now));
}

function notice(type: LiveEventType, now: Date): string {
  return `event: ${type}\ndata: ${JSON.stringify({ at: now.toISOString() })}\n\n`;
}
