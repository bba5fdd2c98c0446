import { create } from 'zustand';
import type { Confirmation } from './action.ts';

/** A question that waits for its answer. It lies over the screen, and outlives the row or button that asked it. */
export interface OpenQuestion {
  confirmation: Confirmation;
  /** Identifies the object that it is about. */
  objectKey: readonly string[];
  onConfirm: () => void;
}

const useQuestions = create<{ question: OpenQuestion | undefined }>(() => ({ question: undefined }));

/** Asks a question before something is done. */
export function ask(question: OpenQuestion): void {
  useQuestions.setState({ question });
}

/** Closes the question; nothing is done. */
export function closeQuestion(): void {
  useQuestions.setState({ question: undefined });
}

/** The question to show; undefined when there is none. */
export function useQuestion(): OpenQuestion | undefined {
  return useQuestions(({ question }) => question);
}
