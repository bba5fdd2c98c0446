import { Button, Checkbox, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { useCopy } from '../bridge/use-copy.ts';
import { ActionButton } from '../ui/action-button.tsx';
import dialog from '../ui/confirm-dialog.module.css';
import { CopyButton } from '../ui/copyable.tsx';
import classes from './recovery-codes.module.css';

interface RecoveryCodesProps {
  codes: string[];
  onClose: () => void;
}

/** The recovery codes, this one time: it closes only when one says that they are in a safe place. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const [kept, setKept] = useState(false);
  const { copy, copied, problem: copyProblem } = useCopy();
  const text = `${codes.join('\n')}\n`;
  const save = useMutation({
    mutationKey: ['file.saveText'],
    mutationFn: () => unwrap(bridge.file.saveText({ suggestedName: 'fastlinkit-recovery-codes.txt', text })),
  });
  const problem = copyProblem ?? (save.error ? problemSentence(save.error.problem) : undefined);

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Two-factor sign-in is on"
      size={480}
      classNames={{ title: dialog.title ?? '' }}
    >
      <div className={dialog.body}>
        <p>
          Should your phone be lost, each of these recovery codes signs you in once in its place. They are not
          shown again: keep them where you keep your passwords.
        </p>
        <ul aria-label="Recovery codes" className={classes.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className={classes.taking}>
          <CopyButton what="Recovery codes" copied={copied} onCopy={() => copy(text)} />
          <Button
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Save…
          </Button>
          {save.data?.saved === true && <span role="status">Saved</span>}
        </div>
        {problem !== undefined && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <Checkbox
          label="I have kept the recovery codes"
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
      </div>
      <div className={dialog.actions}>
        <ActionButton
          block={kept ? undefined : 'Keep the codes first: they are not shown again.'}
          onClick={onClose}
        >
          Done
        </ActionButton>
      </div>
    </Modal>
  );
}
