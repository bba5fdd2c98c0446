import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { reportFailure } from '../ui/notify.ts';
import { sessionOptions, signOutOptions } from './session-queries.ts';

/** @returns what signs out, wherever in the window it is asked for */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    ...signOutOptions,
    onSuccess: (state) => client.setQueryData(sessionOptions.queryKey, state),
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });
  return () => mutate();
}
