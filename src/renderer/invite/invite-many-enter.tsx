import '@mantine/dropzone/styles.css';

import { Button, Textarea } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState } from 'react';
import { counted } from '../ui/counted.ts';
import { Choice } from '../ui/choice.tsx';
import { readAddressList } from './address-list.ts';
import { roleChoices } from './invite-words.ts';
import { checkInviteMany, updateInviteMany, useInviteMany } from './invite-many-state.ts';
import classes from './invite-many.module.css';
import { readTextFile } from './text-file.ts';

const largestFile = 5 * 1024 * 1024;
const files = {
  'text/csv': ['.csv'],
  'application/vnd.ms-excel': ['.csv'],
  'text/plain': ['.txt', '.csv'],
  'text/tab-separated-values': ['.tsv'],
};

interface InviteManyEnterProps {
  draftKey: string;
  onClose: () => void;
}

/** Where the addresses are pasted, or a file is dropped. */
export function InviteManyEnter({ draftKey, onClose }: InviteManyEnterProps) {
  const { text, role } = useInviteMany(draftKey);
  const [problem, setProblem] = useState<string>();
  const openFile = useRef<() => void>(null);
  const roleId = useId();
  const count = useMemo(() => readAddressList(text).length, [text]);

  async function take(file: File): Promise<void> {
    const content = await readTextFile(file).catch(() => undefined);
    if (content === undefined) {
      setProblem(`${file.name} could not be read. Choose it again, or paste what is in it.`);
    } else if (readAddressList(content).length === 0) {
      setProblem(`There is no address in ${file.name}. It needs a column “email”, and may have one “role”.`);
    } else {
      checkInviteMany(draftKey, content);
    }
  }

  function check(): void {
    if (count === 0) setProblem('Paste at least one address, or drop a file here.');
    else checkInviteMany(draftKey);
  }

  return (
    <form
      className={classes.enter}
      onSubmit={(event) => {
        event.preventDefault();
        check();
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
              : `${rejected?.file.name ?? 'This'} is no CSV file. Save the list as CSV, or paste it.`,
          )
        }
      >
        <Textarea
          label="Addresses"
          description="Separated by commas, semicolons or new lines. Names and roles may stand beside them."
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
            updateInviteMany(draftKey, { text: event.currentTarget.value });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) check();
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
          or drop one here: columns “email” and “role”.
        </p>
      </Dropzone>
      <div className={classes.roleForAll}>
        <label htmlFor={roleId}>Role where none is written</label>
        <Choice
          id={roleId}
          options={roleChoices}
          value={role}
          onChange={(chosen) => updateInviteMany(draftKey, { role: chosen })}
        />
      </div>
      <div className={classes.actions}>
        <p role="status" className={classes.quiet}>
          {count > 0 && `${counted(count, 'row')} found`}
        </p>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit">Check</Button>
      </div>
    </form>
  );
}
