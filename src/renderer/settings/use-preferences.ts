import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '#contract/bridge/types';
import { preferencesOptions } from '../data/preferences.ts';
import { setPreferencesOptions } from './preference-queries.ts';

interface ChangeablePreferences {
  /** Undefined until they are loaded. */
  preferences: Preferences | undefined;
  change: (changes: Partial<Preferences>) => void;
  /** Why they could not be loaded or saved, as the user reads it. */
  problem: string | undefined;
}

/** The preferences. A change shows immediately, and is reverted when it cannot be saved. */
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
    onSuccess: (saved) => client.setQueryData(preferencesOptions.queryKey, saved),
    onError: (_error, _changes, before) => client.setQueryData(preferencesOptions.queryKey, before),
  });
  const broken = set.error ?? error;
  return {
    preferences: data,
    change: set.mutate,
    problem: broken ? broken.message : undefined,
  };
}
