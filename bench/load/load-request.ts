/** Requests as fast as they are answered, so many at once for so long. `{n}` in the body is a new number each time. */
export interface Flood {
  kind: 'flood';
  /** Each connection uses one of them, assigned round-robin. */
  targets: Target[];
  connections: number;
  ms: number;
}

/** One request after the other, in the order given and so many times over. */
export interface Sequence {
  kind: 'sequence';
  targets: Target[];
  times: number;
}

export interface Target {
  origin: string;
  path: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

export type LoadRequest = Flood | Sequence;

export interface FloodResult {
  perSecond: number;
  count: number;
  /** How long each answer took, in milliseconds. */
  times: number[];
}

/** How long each answer took, in milliseconds, by target. */
export type SequenceResult = number[][];

export type LoadResponse = { result: FloodResult | SequenceResult } | { error: string };
