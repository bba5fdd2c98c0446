/** Requests as fast as they are answered, so many at once for so long. `{n}` in the body is a number of its own each time. */
export interface Flood {
  kind: 'flood';
  /** Each connection keeps to one of them, in turns. */
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

export type LoadOrder = Flood | Sequence;

export interface FloodResult {
  perSecond: number;
  count: number;
  /** How long each answer took, in milliseconds. */
  times: number[];
}

/** How long each answer took, in milliseconds, by target. */
export type SequenceResult = number[][];

export type LoadReport = { result: FloodResult | SequenceResult } | { error: string };
