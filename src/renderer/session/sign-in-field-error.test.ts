import { describe, expect, it } from 'vitest';
import type { BridgeProblem } from '#contract/bridge/types';
import { signInFieldError } from './sign-in-field-error.ts';

const failed = (code: BridgeProblem['code']) => ({ problem: { code, detail: '' }, message: 'Why.' });

describe('signInFieldError', () => {
  it('explains a wrong password at the password', () => {
    expect(signInFieldError(failed('invalid_credentials'))).toEqual(['password', 'Why.']);
  });

  it('explains a wrong code at the code', () => {
    expect(signInFieldError(failed('totp_invalid'))).toEqual(['totp', 'Why.']);
  });

  it.each(['server_unreachable', 'unavailable', 'not_fastlinkit', 'certificate_invalid'] as const)(
    'explains %s at the server',
    (code) => {
      expect(signInFieldError(failed(code))).toEqual(['server', 'Why.']);
    },
  );

  it('leaves other problems to the form', () => {
    expect(signInFieldError(failed('internal'))).toBeUndefined();
    expect(signInFieldError(failed('validation_failed'))).toBeUndefined();
  });
});
