/** A new password has at least so many characters (Unicode code points, after NFKC). */
export const minPasswordLength = 12;
export const maxPasswordLength = 256;
