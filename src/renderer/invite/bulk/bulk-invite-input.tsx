import '@mantine/dropzone/styles.css';

import { Button, Textarea } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState } from 'react';
import { pluralize } from '../../lib/format/pluralize.ts';
import { SelectField } from '../../components/form/select-field.tsx';
import { decodeFile } from '../import/decode-file.ts';
import { hasAddresses, readImport } from '../import/read-import.ts';
import { roleChoices, roleDescriptions } from '../invite-labels.ts';
import { removeFile, reviewBulkInvite, reviewFile } from './bulk-invite-edits.ts';
import { updateBulkInvite, useBulkInvite } from './bulk-invite-state.ts';
import classes from './bulk-invite.module.css';

/** A text is not read while it is being typed. */
const typingPauseMs = 200;
const largestFile = 5 * 1024 * 1024;
const files = {
  'text/csv': ['.csv'],
  'application/vnd.ms-excel': ['.csv'],
  'text/plain': ['.txt', '.csv'],
  'text/tab-separated-values': ['.tsv'],
};

interface BulkInviteInputProps {
  draftKey: string;
  onClose: () => void;
}

/** The step where addresses are pasted or a file is dropped. */
export function BulkInviteInput({ draftKey, onClose }: BulkInviteInputProps) {
  const { text, file: chosen, role } = useBulkInvite(draftKey);
  const [problem, setProblem] = useState<string>();
  const openFile = useRef<() => void>(null);
  const roleId = useId();
  const roleHintId = useId();
  const [typed] = useDebouncedValue(text, typingPauseMs);
  const reading = useMemo(() => readImport(typed), [typed]);
  const count = reading.rows.length;

  async function take(file: File): Promise<void> {
    const content = await file.arrayBuffer().then(
      (buffer) => decodeFile(new Uint8Array(buffer)),
      () => undefined,
    );
    if (content === undefined) {
      setProblem(`${file.name} couldn’t be read. Choose it again or paste its contents.`);
    } else if ('problem' in content) {
      setProblem(notText(file.name, content.problem));
    } else if (hasAddresses(readImport(content.text))) {
      reviewFile(draftKey, { name: file.name, text: content.text });
    } else {
      setProblem(`No email addresses found in ${file.name}. Add an “email” column.`);
    }
  }

  function review(): void {
    if (hasAddresses(readImport(text)) || (chosen && text.trim() === '')) reviewBulkInvite(draftKey);
    else if (text.trim() === '') setProblem('Paste at least one address or drop a file here.');
    else setProblem('No email addresses found. Add at least one, like name@example.com.');
  }

  return (
    <form
      className={classes.enter}
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <Dropzone
        openRef={openFile}
        accept={files}
        maxSize={largestFile}
        multiple={false}
        activateOnClick={false}
        activateOnKeyboard={false}
        tabIndex={-1}
        className={classes.drop ?? ''}
        classNames={{ inner: classes.dropInner ?? '' }}
        inputProps={{ 'aria-label': 'CSV file' }}
        onDrop={([file]) => {
          if (file) void take(file);
        }}
        onReject={([rejected]) =>
          setProblem(
            rejected && rejected.file.size > largestFile
              ? `${rejected.file.name} is larger than 5 MB. Drop a smaller file.`
              : notText(rejected?.file.name ?? 'This', 'workbook'),
          )
        }
      >
        <Textarea
          label="Addresses"
          description="One per line, or separated by commas. You can include names and roles."
          placeholder={'ann@example.com, admin\nBob Lee <bob@example.com>; cy@example.com'}
          rows={9}
          autoFocus
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          error={problem}
          errorProps={{ role: 'alert' }}
          value={text}
          onChange={(event) => {
            setProblem(undefined);
            updateBulkInvite(draftKey, { text: event.currentTarget.value });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) review();
          }}
        />
        <p className={classes.file}>
          <Button
            variant="default"
            leftSection={<IconFileTypeCsv size={16} aria-hidden />}
            onClick={() => openFile.current?.()}
          >
            Choose a CSV file…
          </Button>
          or drop one here. Use the columns “email” and “role”.
        </p>
        {chosen && (
          <p className={classes.file}>
            <IconFileTypeCsv size={16} aria-hidden />
            <span className={classes.fileName}>{chosen.name}</span>
            <Button
              variant="default"
              aria-label={`Remove ${chosen.name}`}
              onClick={() => removeFile(draftKey)}
            >
              Remove
            </Button>
          </p>
        )}
      </Dropzone>
      <div className={classes.roleForAll}>
        <label htmlFor={roleId}>Default role</label>
        <SelectField
          id={roleId}
          aria-describedby={roleHintId}
          options={roleChoices}
          value={role}
          onChange={(chosenRole) => updateBulkInvite(draftKey, { role: chosenRole })}
        />
        <span id={roleHintId} className={classes.quiet}>
          {roleDescriptions[role]}
        </span>
      </div>
      <div className={classes.actions}>
        <p role="status" className={classes.quiet}>
          {count > 0 && `${pluralize(count, 'row')} found`}
        </p>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit">Review</Button>
      </div>
    </form>
  );
}

/** Why a file cannot be read, and what to do. */
function notText(name: string, problem: 'workbook' | 'no-text'): string {
  return problem === 'workbook'
    ? `${name} isn’t a CSV file. In Excel, choose Save As › CSV.`
    : `${name} isn’t a text file. Save the list as CSV and choose that file.`;
}
