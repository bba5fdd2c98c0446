import { unparse } from 'papaparse';
import { isReady, type DraftRow, type Mark } from './invite-many-rows.ts';
import { markWords } from './invite-many-words.ts';
import type { RowResult } from './invite-many-state.ts';

/** What became of each row, as a file for a spreadsheet: a cell that looks like a formula is none there. */
export function inviteReport(
  rows: readonly DraftRow[],
  marks: readonly Mark[],
  results: ReadonlyMap<number, RowResult>,
): string {
  const lines = rows.map((row, index) => {
    const [result, reason] = outcome(results.get(row.key), marks[index]);
    return [row.email, row.role, result, reason];
  });
  return unparse({ fields: ['email', 'role', 'result', 'reason'], data: lines }, { escapeFormulae: true });
}

function outcome(result: RowResult | undefined, mark: Mark | undefined): [result: string, reason: string] {
  if (result?.invited === true) return ['invited', ''];
  if (result) return ['failed', result.why];
  return ['not sent', mark && !isReady(mark) ? markWords(mark) : ''];
}
