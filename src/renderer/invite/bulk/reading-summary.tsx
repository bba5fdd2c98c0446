import { useId } from 'react';
import { SelectField } from '../../components/form/select-field.tsx';
import { columnLabel, readingLabels } from '../import/import-labels.ts';
import type { ReadTable } from '../import/read-table.ts';
import { chooseImportColumns } from './bulk-invite-edits.ts';
import { useBulkInvite, type SourceReading } from './bulk-invite-state.ts';
import classes from './bulk-invite.module.css';

/** Says what the text and the file were read as, and lets other columns be chosen. */
export function ReadingSummary({ draftKey }: { draftKey: string }) {
  const { readings, file, role } = useBulkInvite(draftKey);
  const isNamed = readings.length > 1 && readings.every(({ rows }) => rows.length > 0);
  return readings.map((reading) => {
    const labels = readingLabels(reading, role);
    const { table, source } = reading;
    if (labels.length === 0) return null;
    const name = source === 'file' ? file?.name : 'Text';
    return (
      <div key={source} className={classes.reading}>
        <p>{[...(isNamed ? [`${name}.`] : []), ...labels].join(' ')}</p>
        {table && table.columns.length > 1 && (
          <ColumnChoices draftKey={draftKey} source={source} table={table} />
        )}
      </div>
    );
  });
}

interface ColumnChoicesProps extends Pick<SourceReading, 'source'> {
  draftKey: string;
  table: ReadTable;
}

function ColumnChoices({ draftKey, source, table }: ColumnChoicesProps) {
  const emailId = useId();
  const roleId = useId();
  const numbered = table.columns.map((_column, index) => {
    const label = columnLabel(table, index).replace(/^“(.*)”$/su, '$1');
    return [String(index), label.charAt(0).toUpperCase() + label.slice(1)] as const;
  });
  const options = [['', 'None'] as const, ...numbered];
  const choose = (kind: 'email' | 'role', value: string): void =>
    chooseImportColumns(draftKey, source, { [kind]: value === '' ? undefined : Number(value) });
  return (
    <>
      <span className={classes.columnChoice}>
        <label htmlFor={emailId}>Email column</label>
        <SelectField
          id={emailId}
          className={classes.column}
          options={options}
          value={String(table.chosen.email ?? '')}
          onChange={(value) => choose('email', value)}
        />
      </span>
      <span className={classes.columnChoice}>
        <label htmlFor={roleId}>Role column</label>
        <SelectField
          id={roleId}
          className={classes.column}
          options={options}
          value={String(table.chosen.role ?? '')}
          onChange={(value) => choose('role', value)}
        />
      </span>
    </>
  );
}
