import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { eventFrame, heartbeatFrame, type Frame, type StoredEvent } from './event.ts';
import type { Audience } from './event-audience.ts';

/** A client that reads slower than this is cut off: it can resume. */
const mostUnsentBytes = 1024 * 1024;
const longestStallMs = 10_000;
const heartbeatMs = 10_000;

/** An event and what of it goes over the wire, made when the first listener needs it and shared by all. */
export class OutgoingEvent {
  readonly event: StoredEvent;
  #frame: Frame | undefined;

  constructor(event: StoredEvent) {
    this.event = event;
  }

  get frame(): Frame {
    return (this.#frame ??= eventFrame(this.event));
  }
}

/**
 * One client's stream. It begins replaying: what comes live is held until what the client missed was written.
 * No timers of its own: `tend` is called now and then for all streams.
 */
export class EventStream {
  readonly sessionId: string;
  audience: Audience;
  readonly #response: ServerResponse;
  #held: OutgoingEvent[] | undefined = [];
  #heldBytes = 0;
  #lastWriteAt = 0;
  #stalledSince: number | undefined;
  #readings = 0;

  constructor(response: ServerResponse, sessionId: string, audience: Audience) {
    this.#response = response;
    this.sessionId = sessionId;
    this.audience = audience;
    response.on('drain', () => {
      this.#stalledSince = undefined;
    });
  }

  get closed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** What the client has not taken yet. */
  get unsentBytes(): number {
    return this.#response.writableLength;
  }

  /** An event that has just happened. */
  deliver(outgoing: OutgoingEvent): void {
    if (!this.#held) return this.write(outgoing.frame);
    this.#held.push(outgoing);
    this.#heldBytes += outgoing.frame.length;
    if (this.#heldBytes > mostUnsentBytes) this.cut();
  }

  /** What is delivered from here to `release` goes out in one piece. */
  hold(): void {
    this.#response.cork();
  }

  release(): void {
    this.#response.uncork();
  }

  /** Ends the replay: writes what came meanwhile, from the first event after `position` on. */
  goLive(position: bigint): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { event, frame } of held) if (event.id > position) this.write(frame);
  }

  write(frame: Frame): void {
    if (this.closed) return;
    this.#lastWriteAt = Date.now();
    if (!this.#response.write(frame)) this.#stalledSince ??= this.#lastWriteAt;
    if (this.unsentBytes > mostUnsentBytes) this.cut();
  }

  /** Resolves when the client has taken what was written, or is gone. */
  async drained(): Promise<void> {
    if (this.#stalledSince === undefined || this.closed) return;
    const aborted = new AbortController();
    const { signal } = aborted;
    await Promise.race([
      once(this.#response, 'drain', { signal }),
      once(this.#response, 'close', { signal }),
    ]).finally(() => aborted.abort());
  }

  /** A sign of life when nothing was written lately; the end for a client that does not read. */
  tend(now: number): void {
    if (this.#stalledSince !== undefined && now - this.#stalledSince > longestStallMs) this.cut();
    else if (now - this.#lastWriteAt >= heartbeatMs) this.write(heartbeatFrame);
  }

  /** Numbers a reading of the listener's authority. */
  beginReading(): number {
    return ++this.#readings;
  }

  isLatestReading(reading: number | undefined): boolean {
    return reading === this.#readings;
  }

  /** Ends the stream in order, after what was written and `lastFrame`. */
  end(lastFrame?: Frame): void {
    if (!this.closed) this.#response.end(lastFrame);
  }

  /** Resolves when the connection is closed. */
  async gone(): Promise<void> {
    if (!this.#response.closed) await once(this.#response, 'close');
  }

  /** Ends the stream at once, unsent bytes and all. */
  cut(): void {
    this.#response.destroy();
  }
}
