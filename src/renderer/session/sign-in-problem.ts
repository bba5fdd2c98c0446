import type { BridgeProblem } from '#contract/admin-bridge';
import { problemSentence } from '../bridge/problem-sentence.ts';

export type SignInField = 'server' | 'email' | 'password' | 'totp';

/** What a refused sign-in says, and next to which field; `form` is what belongs to none. */
export interface SignInRefusal {
  field: SignInField | 'form';
  sentence: string;
}

const fields: readonly string[] = ['server', 'email', 'password', 'totp'] satisfies SignInField[];

function isField(path: string): path is SignInField {
  return fields.includes(path);
}

/** Where and how a refused sign-in is explained. */
export function signInRefusal(problem: BridgeProblem, server: string): SignInRefusal {
  switch (problem.code) {
    case 'invalid_credentials':
      return { field: 'password', sentence: problemSentence(problem) };
    case 'totp_required':
    case 'totp_invalid':
      return { field: 'totp', sentence: problemSentence(problem) };
    case 'server_unreachable':
    case 'unavailable':
      return {
        field: 'server',
        sentence: `No connection to ${server}. Check the address, and that the server is running.`,
      };
    case 'not_fastlinkit':
      return {
        field: 'server',
        sentence: `${server} is not a FastLinkIt server. Check the address.`,
      };
    case 'certificate_invalid':
      return { field: 'server', sentence: problemSentence(problem) };
    case 'validation_failed': {
      const first = problem.errors?.[0];
      return first && isField(first.path)
        ? { field: first.path, sentence: first.message }
        : { field: 'form', sentence: problemSentence(problem) };
    }
    default:
      return { field: 'form', sentence: problemSentence(problem) };
  }
}
