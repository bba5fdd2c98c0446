/** A guard of the product, how it is taken out, and the test that must then fail. */
export interface Guard {
  /** The number in TRUST.md's list of promises. */
  promise: number;
  what: string;
  file: string;
  /** Exact text in `file`, once in it, and what stands there without the guard. */
  from: string;
  to: string;
  /** Which test must fail: the project of the runner, the file, and a part of the test's name. */
  test: { project: 'unit' | 'service' | 'api' | 'web' | 'desktop' | 'soak'; file: string; name: string };
}
