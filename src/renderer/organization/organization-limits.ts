/** What the server takes, so that nobody types more. */
export const longestName = 100;
export const longestDescription = 500;
export const longestLogoUrl = 2000;
