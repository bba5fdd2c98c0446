import type { AssignableRole } from '#contract/member/model';

/** One person to invite, as written; nothing is compared with the organization yet. */
export interface ImportedRow {
  /** The line of the text or file that it begins on, from 1, and how many lines it takes up. */
  line: number;
  lines: number;
  /** The address, or what was written in its place; empty when nothing was. */
  email: string;
  /** Whatever says who it is; empty when nothing does. */
  name: string;
  /** undefined: none was written. */
  role: AssignableRole | undefined;
  /** What was written as a role and is none, or may not have been meant as one. */
  unknownRole: string | undefined;
  /** The cells of its line do not match the headings, so that the address may be somebody else's. */
  isMisaligned: boolean;
  /** An address in another column, when there is none in the chosen one. */
  otherAddress: string | undefined;
}

/** What a row says beside where it stands. */
export type WrittenPerson = Pick<ImportedRow, 'email' | 'name' | 'role' | 'unknownRole'>;
