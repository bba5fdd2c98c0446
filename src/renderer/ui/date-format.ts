import { create } from 'zustand';

/** `iso`: 2026-11-22 13:00, whatever the system's language. */
export type DateFormat = 'system' | 'iso';

const useFormat = create<{ format: DateFormat }>(() => ({ format: 'system' }));

/** From now on every date is written so. */
export function setDateFormat(format: DateFormat): void {
  useFormat.setState({ format });
}

/** How dates are written at the moment. */
export function currentDateFormat(): DateFormat {
  return useFormat.getState().format;
}

/** How dates are written; draws again when that changes. */
export function useDateFormat(): DateFormat {
  return useFormat(({ format }) => format);
}
