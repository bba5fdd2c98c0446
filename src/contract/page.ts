/** The most rows that one page of a list can hold, and how many it holds unless asked otherwise. */
export const maxPageSize = 200;
export const defaultPageSize = 50;
/** The longest text that a list can be searched for. */
export const maxSearchLength = 200;

/** One page of a list, as every list endpoint answers it. */
export interface Page<Item> {
  items: Item[];
  /** The `cursor` of the next page; null: this is the last one. */
  nextCursor: string | null;
  /** Exact without a search, capped at 1,000 with one. */
  total: number;
  totalIsCapped: boolean;
}
