import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { preferencesOptions } from '../data/preferences.ts';
import { setDateFormat } from '../lib/format/date-format.ts';

/** Applies the date format that the user prefers to every date. */
export function useDateFormatPreference(): void {
  const { data } = useQuery(preferencesOptions);
  const format = data?.dateFormat ?? 'system';
  useEffect(() => setDateFormat(format), [format]);
}
