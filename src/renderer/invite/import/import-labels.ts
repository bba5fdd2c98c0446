import type { AssignableRole } from '#contract/member/model';
import { roleLabels } from '../../data/role-labels.ts';
import { formatNumber, pluralize } from '../../lib/format/pluralize.ts';
import type { ImportReading } from './read-import.ts';
import { unusedColumns, type ReadTable } from './read-table.ts';

/** The name of a column: its heading, or its number. */
export function columnLabel({ columns }: Pick<ReadTable, 'columns'>, index: number): string {
  const heading = columns[index]?.heading ?? '';
  return heading === '' ? `column ${formatNumber(index + 1)}` : `“${heading}”`;
}

/**
 * Says what a text was read as: "Email from “Work email”, role from “Rolle”; 3 lines without an address."
 *
 * @param role of everybody without one
 */
export function readingLabels({ rows, table }: ImportReading, role: AssignableRole): string[] {
  const without = rows.filter(({ email }) => email === '').length;
  const lines = without === 0 ? undefined : `${pluralize(without, 'line')} without an address`;
  if (!table) return lines === undefined ? [] : [`${lines}.`];
  const { email, role: roleColumn } = table.chosen;
  const sources = [
    ...(email === undefined ? [] : [`Email from ${columnLabel(table, email)}`]),
    ...(roleColumn === undefined ? [] : [`role from ${columnLabel(table, roleColumn)}`]),
  ].join(', ');
  const read =
    email === undefined
      ? 'No email column found. Choose the column with the addresses to invite.'
      : `${[sources, ...(lines === undefined ? [] : [lines])].join('; ')}.`;
  return [
    read,
    ...(roleColumn === undefined && email !== undefined ? [noRoleLabel(rows, role)] : []),
    ...unusedLabel(table),
    ...brokenLabel(table),
  ];
}

function noRoleLabel(rows: ImportReading['rows'], role: AssignableRole): string {
  const hasRoles = rows.some((row) => row.role !== undefined || row.unknownRole !== undefined);
  const who = hasRoles ? 'everyone without a role' : 'everyone';
  return `No role column found, so ${who} joins as an ${roleLabels[role]}.`;
}

function unusedLabel(table: ReadTable): string[] {
  const names = unusedColumns(table).map((index) => columnLabel(table, index));
  if (names.length === 0) return [];
  const list = new Intl.ListFormat('en').format(names);
  const sentence = `${list} also ${names.length === 1 ? 'has' : 'have'} addresses. They won’t be invited.`;
  return [sentence.charAt(0).toUpperCase() + sentence.slice(1)];
}

function brokenLabel({ brokenLines, lastLine }: ReadTable): string[] {
  const [first] = brokenLines;
  if (first === undefined) return [];
  const after = lastLine - first;
  const following = after === 0 ? 'that line' : `that line and the ${pluralize(after, 'line')} after it`;
  return brokenLines.length === 1
    ? [`A quotation mark in line ${formatNumber(first)} isn’t closed. Check ${following}.`]
    : [
        `Quotation marks in ${formatNumber(brokenLines.length)} lines aren’t closed. Check everything from line ${formatNumber(first)} on, ${pluralize(after + 1, 'line')}.`,
      ];
}
