import type { FieldError } from '../components/form/field-errors.ts';
import type { BridgeError } from '../data/bridge.ts';

export type SignInField = 'server' | 'email' | 'password' | 'totp';

/**
 * The field that explains why a sign-in failed.
 *
 * @returns undefined when it is no single field's fault, or the rejected input names its fields itself
 */
export function signInFieldError({
  problem,
  message,
}: Pick<BridgeError, 'problem' | 'message'>): FieldError<SignInField> | undefined {
  switch (problem.code) {
    case 'invalid_credentials':
      return ['password', message];
    case 'totp_required':
    case 'totp_invalid':
      return ['totp', message];
    case 'server_unreachable':
    case 'unavailable':
    case 'not_fastlinkit':
    case 'certificate_invalid':
      return ['server', message];
    default:
      return undefined;
  }
}
