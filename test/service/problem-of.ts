import { Problem } from '../../src/backend/platform/errors/problem.ts';

/** The problem that a service refuses with; throws when it does not refuse. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
