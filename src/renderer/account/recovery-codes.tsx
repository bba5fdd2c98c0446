import { Button, Checkbox } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bridge, unwrap } from '../data/bridge.ts';
import { useCopyText } from '../data/use-copy-text.ts';
import { ActionButton } from '../components/form/action-button.tsx';
import { Dialog, DialogActions, DialogBody } from '../components/form/dialog.tsx';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { CopyButton } from '../components/form/copy-field.tsx';
import classes from './recovery-codes.module.css';

interface RecoveryCodesProps {
  codes: string[];
  onClose: () => void;
}

/** Shows the recovery codes once. It closes only when the user confirms that they have saved them. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const [saved, setSaved] = useState(false);
  const { copy, copied, problem: copyProblem } = useCopyText();
  const text = `${codes.join('\n')}\n`;
  const save = useMutation({
    mutationKey: ['file.saveText'],
    mutationFn: () => unwrap(bridge.file.saveText({ suggestedName: 'fastlinkit-recovery-codes.txt', text })),
  });

  return (
    <Dialog title="Two-factor sign-in is on" size={480} keptOpen="acknowledge" onClose={onClose}>
      <DialogBody>
        <p>
          If you lose your phone, use one of these codes to sign in. Each works once. Save them with your
          passwords, because they won’t be shown again.
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
        <ErrorMessage>{copyProblem ?? save.error?.message}</ErrorMessage>
        <Checkbox
          label="I’ve saved my recovery codes"
          checked={saved}
          onChange={(event) => setSaved(event.currentTarget.checked)}
        />
      </DialogBody>
      <DialogActions>
        <ActionButton
          disabledReason={saved ? undefined : 'Save the codes first. They won’t be shown again.'}
          onClick={onClose}
        >
          Done
        </ActionButton>
      </DialogActions>
    </Dialog>
  );
}
