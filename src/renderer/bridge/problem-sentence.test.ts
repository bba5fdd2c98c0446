import { describe, expect, it } from 'vitest';
import type { BridgeProblem, ConnectionProblemCode } from '#contract/admin-bridge';
import { problems, type ProblemCode } from '#contract/problem';
import { afterWait, problemSentence } from './problem-sentence.ts';

const codes = [
  ...(Object.keys(problems) as ProblemCode[]),
  ...([
    'server_unreachable',
    'not_fastlinkit',
    'certificate_invalid',
    'invalid_call',
  ] satisfies ConnectionProblemCode[]),
];

describe('problemSentence', () => {
  it.each(codes)('%s is a whole sentence without a word of the wire', (code) => {
    const problem: BridgeProblem = { code, detail: 'It expired yesterday.' };
    const sentence = problemSentence(problem);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/token|cursor|idempot|JSON|HTTP|\b[45]\d\d\b|_/i);
  });

  it('says what was wrong with the first input', () => {
    const errors = [{ path: 'email', message: 'Enter an e-mail address.' }];
    expect(problemSentence({ code: 'validation_failed', detail: 'x', errors })).toBe(
      'Enter an e-mail address.',
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
