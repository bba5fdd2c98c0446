import { problems, type FieldError, type ProblemBody, type ProblemCode } from '#contract/problem';

interface ProblemExtra {
  errors?: FieldError[];
  /** Seconds. */
  retryAfter?: number;
}

/** An expected error: thrown anywhere below a route, answered as `application/problem+json` or as a page. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  /** @param detail a sentence that tells the user what to do */
  constructor(code: ProblemCode, detail: string, { errors, retryAfter }: ProblemExtra = {}) {
    super(detail);
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return problems[this.code].status;
  }

  /** The wire form (RFC 9457). */
  toBody(): ProblemBody {
    return {
      type: `urn:fastlinkit:problem:${this.code}`,
      title: problems[this.code].title,
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}

/** A problem about one field. */
export function fieldProblem(path: string, message: string): Problem {
  return new Problem('validation_failed', message, { errors: [{ path, message }] });
}
