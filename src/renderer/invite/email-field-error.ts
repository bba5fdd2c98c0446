import type { FieldError } from '../components/form/field-errors.ts';
import type { BridgeError } from '../data/bridge.ts';

/** The error of the address field when the address already belongs to a member or an open invite. */
export function emailFieldError({ problem, message }: BridgeError): FieldError<'email'> | undefined {
  const isAboutEmail = problem.code === 'already_member' || problem.code === 'invite_already_pending';
  return isAboutEmail ? ['email', message] : undefined;
}
