import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '#contract/admin-bridge';
import { preferencesOptions } from '../bridge/preferences.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { setPreferencesOptions } from './preference-queries.ts';

interface ChangeablePreferences {
  /** Undefined until they are known. */
  preferences: Preferences | undefined;
  change: (changes: Partial<Preferences>) => void;
  /** Why they could not be read or kept, in words. */
  problem: string | undefined;
}

/** The preferences; a change shows at once, and goes back when it could not be kept. */
export function usePreferences(): ChangeablePreferences {
  const client = useQueryClient();
  const { data, error } = useQuery(preferencesOptions);
  const set = useMutation({
    ...setPreferencesOptions,
    onMutate: (changes) => {
      const before = client.getQueryData(preferencesOptions.queryKey);
      if (before) client.setQueryData(preferencesOptions.queryKey, { ...before, ...changes });
      return before;
    },
    onSuccess: (kept) => client.setQueryData(preferencesOptions.queryKey, kept),
    onError: (_error, _changes, before) => client.setQueryData(preferencesOptions.queryKey, before),
  });
  const broken = set.error ?? error;
  return {
    preferences: data,
    change: set.mutate,
    problem: broken ? problemSentence(broken.problem) : undefined,
  };
}
