import { expect, it } from 'vitest';
import { Problem } from '../errors/problem.ts';
import { keptProblem } from './kept-problem.ts';

it('gives a kept problem as it was', () => {
  const errors = [{ path: 'email', message: 'Enter an email address.' }];
  const first = new Problem('validation_failed', 'Check the fields.', { errors });
  expect(keptProblem(JSON.parse(JSON.stringify(first.toBody()))).toBody()).toEqual(first.toBody());
});

it.each([
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'invite_not_open'],
  [422, 'validation_failed'],
])('gives a problem of a later release with status %i as %s, with its own sentence', (status, code) => {
  const body = {
    type: 'urn:x',
    title: 'New',
    status,
    code: 'added_later',
    detail: 'Something new.',
    more: 1,
  };
  expect(keptProblem(body)).toMatchObject({ code, message: 'Something new.', status });
});
