import { create } from 'zustand';

interface RowProblems {
  sentences: ReadonlyMap<string, string>;
}

/** Why the last action on a row failed: kept beside the rows, which come and go as the list scrolls. */
const useRowProblems = create<RowProblems>(() => ({ sentences: new Map() }));

/** Says in the row why an action on it failed. */
export function setRowProblem(id: string, sentence: string): void {
  useRowProblems.setState(({ sentences }) => ({ sentences: new Map(sentences).set(id, sentence) }));
}

/** Takes the words away: the next try has begun, or they were read. */
export function clearRowProblem(id: string): void {
  useRowProblems.setState(({ sentences }) => {
    if (!sentences.has(id)) return { sentences };
    const rest = new Map(sentences);
    rest.delete(id);
    return { sentences: rest };
  });
}

/** Why the last action on the row failed, in words. */
export function useRowProblem(id: string): string | undefined {
  return useRowProblems(({ sentences }) => sentences.get(id));
}

/** All of them, for a list that has to know which of its rows are higher. */
export function useAllRowProblems(): ReadonlyMap<string, string> {
  return useRowProblems(({ sentences }) => sentences);
}
