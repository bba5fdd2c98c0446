import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { eventFrame, heartbeatFrame, type Frame, type StoredEvent } from './event.ts';
import type { Subscription } from './subscription.ts';

/** A client that reads more slowly is cut off; it can resume. */
const mostUnsentBytes = 1024 * 1024;
const longestStallMs = 10_000;
const heartbeatMs = 10_000;

/** An event with its frame, which is made for the first stream that needs it and shared by all. */
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
 * The stream of one client. It begins with the replay: live events are held until the missed ones are written. It has no
 * timers: `tend` is called periodically for all streams.
 */
export class EventStream {
  readonly sessionId: string;
  subscription: Subscription;
  readonly #response: ServerResponse;
  #held: OutgoingEvent[] | undefined = [];
  #heldBytes = 0;
  #lastWriteAt = 0;
  #stalledSince: number | undefined;
  #readings = 0;

  constructor(response: ServerResponse, sessionId: string, subscription: Subscription) {
    this.#response = response;
    this.sessionId = sessionId;
    this.subscription = subscription;
    response.on('drain', () => {
      this.#stalledSince = undefined;
    });
  }

  get closed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** The number of bytes that the client has not received yet. */
  get unsentBytes(): number {
    return this.#response.writableLength;
  }

  /** Delivers a live event. */
  deliver(outgoing: OutgoingEvent): void {
    if (!this.#held) return this.write(outgoing.frame);
    this.#held.push(outgoing);
    this.#heldBytes += outgoing.frame.length;
    if (this.#heldBytes > mostUnsentBytes) this.cut();
  }

  /** Events that are delivered between here and `release` are written in one piece. */
  hold(): void {
    this.#response.cork();
  }

  release(): void {
    this.#response.uncork();
  }

  /** Ends the replay: writes the live events that were held, from the first one after `offset` on. */
  goLive(offset: bigint): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { event, frame } of held) if (event.id > offset) this.write(frame);
  }

  write(frame: Frame): void {
    if (this.closed) return;
    this.#lastWriteAt = Date.now();
    if (!this.#response.write(frame)) this.#stalledSince ??= this.#lastWriteAt;
    if (this.unsentBytes > mostUnsentBytes) this.cut();
  }

  /** Resolves when the client has received everything written, or is gone. */
  async drained(): Promise<void> {
    if (this.#stalledSince === undefined || this.closed) return;
    const aborted = new AbortController();
    const { signal } = aborted;
    await Promise.race([
      once(this.#response, 'drain', { signal }),
      once(this.#response, 'close', { signal }),
    ]).finally(() => aborted.abort());
  }

  /** Writes a heartbeat when nothing was written recently; cuts off a client that does not read. */
  tend(now: number): void {
    if (this.#stalledSince !== undefined && now - this.#stalledSince > longestStallMs) this.cut();
    else if (now - this.#lastWriteAt >= heartbeatMs) this.write(heartbeatFrame);
  }

  /** Numbers the readings of the subscriber's permissions. */
  beginReading(): number {
    return ++this.#readings;
  }

  isLatestReading(reading: number | undefined): boolean {
    return reading === this.#readings;
  }

  /** Ends the stream after everything written and `lastFrame`. */
  end(lastFrame?: Frame): void {
    if (!this.closed) this.#response.end(lastFrame);
  }

  /** Resolves when the connection is closed. */
  async gone(): Promise<void> {
    if (!this.#response.closed) await once(this.#response, 'close');
  }

  /** Ends the stream immediately and drops unsent bytes. */
  cut(): void {
    this.#response.destroy();
  }
}
