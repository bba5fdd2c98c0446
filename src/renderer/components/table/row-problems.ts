import { create } from 'zustand';

interface RowProblems {
  sentences: ReadonlyMap<string, string>;
}

/** Why the last action on a row failed. It is stored outside of the rows, which are unmounted as the list scrolls. */
const useRowProblems = create<RowProblems>(() => ({ sentences: new Map() }));

/** Shows in the row why an action on it failed. */
export function setRowProblem(id: string, sentence: string): void {
  useRowProblems.setState(({ sentences }) => ({ sentences: new Map(sentences).set(id, sentence) }));
}

/** Removes the problem: the action was started again, or the user dismissed it. */
export function clearRowProblem(id: string): void {
  useRowProblems.setState(({ sentences }) => {
    if (!sentences.has(id)) return { sentences };
    const rest = new Map(sentences);
    rest.delete(id);
    return { sentences: rest };
  });
}

/** Why the last action on the row failed, as the user reads it. */
export function useRowProblem(id: string): string | undefined {
  return useRowProblems(({ sentences }) => sentences.get(id));
}
