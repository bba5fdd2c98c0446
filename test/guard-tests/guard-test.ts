/**
 * A check of the product that a test has to notice the absence of. Its tests are those with the tag `guard:<name>`,
 * wherever they are and whatever their titles say.
 */
export interface GuardTest {
  name: string;
  /** The number of the promise that the check keeps. */
  promise: number;
  what: string;
  /**
   * The code of the check, found once in the product, in whichever file: `$name` stands for any name, and white space,
   * comments and trailing commas do not matter.
   */
  check: string;
  /** What takes its place when it is removed, with the names that were found; nothing when left out. */
  without?: string;
}
