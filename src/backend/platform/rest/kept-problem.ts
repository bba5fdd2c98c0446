import { problemBody, problemCode, type ProblemCode } from '#contract/problem';
import { Problem } from '../errors/problem.ts';

/** What is kept may be from a node of a later release: of a problem that is unknown here the sentence counts. */
const kept = problemBody.pick({ status: true, detail: true, errors: true }).extend({
  code: problemCode.or(problemBody.shape.detail),
});

const nearest: Partial<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  422: 'validation_failed',
};

/** The problem that a first answer was, from its stored body. */
export function keptProblem(answer: unknown): Problem {
  const { code, status, detail, errors } = kept.parse(answer);
  const known = problemCode.safeParse(code);
  const shown = known.success ? known.data : (nearest[status] ?? 'invite_not_open');
  return new Problem(shown, detail, errors ? { errors } : {});
}
