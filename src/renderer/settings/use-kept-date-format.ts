import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { preferencesOptions } from '../bridge/preferences.ts';
import { setDateFormat } from '../ui/date-format.ts';

/** Has every date written as the person chose. */
export function useKeptDateFormat(): void {
  const { data } = useQuery(preferencesOptions);
  const format = data?.dateFormat ?? 'system';
  useEffect(() => setDateFormat(format), [format]);
}
