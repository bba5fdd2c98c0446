/** The most days that one history spans. */
export const maxHistoryDays = 366;
