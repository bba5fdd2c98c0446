import type { EventStream } from './event-stream.ts';
import type { StoredEvent } from './event.ts';

/** Finds the streams that may receive an event without iterating over all streams. */
export class StreamIndex {
  readonly #all = new Set<EventStream>();
  readonly #byUser = new Map<string, Set<EventStream>>();
  readonly #byOrganization = new Map<string, Set<EventStream>>();
  /** Streams of staff for all organizations. */
  readonly #everywhere = new Set<EventStream>();

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<EventStream> {
    return this.#all.values();
  }

  /** Adds a stream under its current subscription. */
  add(stream: EventStream): void {
    const { userId, staff, roles, organizationId } = stream.subscription;
    this.#all.add(stream);
    put(this.#byUser, userId, stream);
    if (organizationId !== undefined) put(this.#byOrganization, organizationId, stream);
    else if (staff) this.#everywhere.add(stream);
    else for (const id of roles.keys()) put(this.#byOrganization, id, stream);
  }

  /** Removes a stream; its subscription must not have changed since it was added. */
  remove(stream: EventStream): void {
    const { userId, roles, organizationId } = stream.subscription;
    this.#all.delete(stream);
    this.#everywhere.delete(stream);
    take(this.#byUser, userId, stream);
    if (organizationId !== undefined) take(this.#byOrganization, organizationId, stream);
    else for (const id of roles.keys()) take(this.#byOrganization, id, stream);
  }

  ofUser(userId: string): Iterable<EventStream> {
    return this.#byUser.get(userId) ?? [];
  }

  /** The streams that may receive the event; `canReceive` decides. */
  candidates({ organizationId, userId }: StoredEvent): Set<EventStream> {
    const found = new Set(this.#everywhere);
    if (organizationId === null) return found;
    for (const stream of this.#byOrganization.get(organizationId) ?? []) found.add(stream);
    if (userId !== null) for (const stream of this.ofUser(userId)) found.add(stream);
    return found;
  }
}

function put(sets: Map<string, Set<EventStream>>, key: string, stream: EventStream): void {
  const set = sets.get(key);
  if (set) set.add(stream);
  else sets.set(key, new Set([stream]));
}

function take(sets: Map<string, Set<EventStream>>, key: string, stream: EventStream): void {
  const set = sets.get(key);
  set?.delete(stream);
  if (set?.size === 0) sets.delete(key);
}
