import { create } from 'zustand';

/** `iso`: 2026-11-22 13:00, whatever the system's language. */
export type DateFormat = 'system' | 'iso';

/** What decides how a date is written. */
export interface DateStyle {
  format: DateFormat;
  /** The locale that the system writes dates in; undefined: that of the window. */
  locale: string | undefined;
  timeZone: string;
}

const useStyle = create<DateStyle>(() => ({
  format: 'system',
  locale: undefined,
  timeZone: systemTimeZone(),
}));

/** Sets the format of every date. */
export function setDateFormat(format: DateFormat): void {
  useStyle.setState({ format });
}

/** Sets the locale of every date in the system's format; null: that of the window. */
export function setDateLocale(locale: string | null): void {
  useStyle.setState({ locale: locale ?? undefined });
}

/** Notices that the system's time zone has changed: what formats dates keeps the one that it was made in. */
export function noticeTimeZone(): void {
  const timeZone = systemTimeZone();
  if (timeZone !== useStyle.getState().timeZone) useStyle.setState({ timeZone });
}

/** What decides at present how a date is written; the same object until something changes. */
export function currentDateStyle(): DateStyle {
  return useStyle.getState();
}

/** The date format; renders again when anything changes that decides how a date is written. */
export function useDateFormat(): DateFormat {
  return useStyle().format;
}

function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
