import { describe, expect, it } from 'vitest';
import { signInRefusal } from './sign-in-problem.ts';

const server = 'http://127.0.0.1:4600';

describe('signInRefusal', () => {
  it('puts a wrong password next to the password', () => {
    expect(signInRefusal({ code: 'invalid_credentials', detail: '' }, server)).toEqual({
      field: 'password',
      sentence: 'Wrong e-mail or password. Check both and try again.',
    });
  });

  it('names the address that did not answer', () => {
    const refusal = signInRefusal({ code: 'server_unreachable', detail: '' }, server);
    expect(refusal.field).toBe('server');
    expect(refusal.sentence).toContain(server);
  });

  it('puts what was not accepted next to its field', () => {
    const errors = [{ path: 'server', message: 'Use https:// for a server that is not this computer.' }];
    expect(signInRefusal({ code: 'validation_failed', detail: 'x', errors }, server)).toEqual({
      field: 'server',
      sentence: 'Use https:// for a server that is not this computer.',
    });
  });

  it('leaves what belongs to no field to the form', () => {
    const errors = [{ path: 'device', message: 'Too long.' }];
    expect(signInRefusal({ code: 'validation_failed', detail: 'x', errors }, server).field).toBe('form');
    expect(signInRefusal({ code: 'internal', detail: 'x' }, server).field).toBe('form');
  });
});
