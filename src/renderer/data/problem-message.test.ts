import { describe, expect, it } from 'vitest';
import type { BridgeProblem, ConnectionProblemCode } from '#contract/bridge/types';
import { problems, type ProblemCode } from '#contract/problem';
import { afterWait, problemMessage } from './problem-message.ts';

const codes = [
  ...(Object.keys(problems) as ProblemCode[]),
  ...([
    'server_unreachable',
    'not_fastlinkit',
    'server_too_old',
    'certificate_invalid',
    'invalid_call',
    'app_failed',
    'file_not_saved',
  ] satisfies ConnectionProblemCode[]),
];

describe('problemSentence', () => {
  it.each(codes)('%s is a whole sentence without a word of the wire', (code) => {
    const problem: BridgeProblem = { code, detail: 'It expired yesterday.' };
    const sentence = problemMessage(problem);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/token|cursor|idempot|JSON|HTTP|\b[45]\d\d\b|_/i);
  });

  it('says what was wrong with the first input', () => {
    const errors = [{ path: 'email', message: 'Enter an email address.' }];
    expect(problemMessage({ code: 'validation_failed', detail: 'x', errors })).toBe(
      'Enter an email address.',
    );
  });
});

describe('the message of a limit', () => {
  it('is the server’s own when the limit is one of the day', () => {
    const detail = "You've reached today's limit for invite emails. Try again tomorrow.";
    const problem: BridgeProblem = { code: 'rate_limited', detail };
    expect(problemMessage({ ...problem, retryAfter: 3_601 })).toBe(detail);
    expect(problemMessage({ ...problem, retryAfter: 3_600 })).toBe(
      'Too many attempts. Try again in 60 minutes.',
    );
  });
});

describe('afterWait', () => {
  it.each([
    [undefined, 'in a moment'],
    [0, 'in 1 second'],
    [30, 'in 30 seconds'],
    [1800, 'in 30 minutes'],
    [61 * 60, 'in 61 minutes'],
  ])('%s', (seconds, words) => {
    expect(afterWait(seconds)).toBe(words);
  });
});
