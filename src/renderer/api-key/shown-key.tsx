import { Button } from '@mantine/core';
import { isolate } from '#contract/isolate';
import { useCopyText } from '../data/use-copy-text.ts';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { Dialog, DialogActions, DialogBody } from '../components/form/dialog.tsx';
import { CopyField } from '../components/form/copy-field.tsx';
import classes from './api-key.module.css';

interface ShownKeyProps {
  name: string;
  apiKey: string;
  onClose: () => void;
}

/** Shows a new key once. Only its button closes it. */
export function ShownKey({ name, apiKey, onClose }: ShownKeyProps) {
  const { copy, copied, problem } = useCopyText();
  return (
    <Dialog title={`The key “${isolate(name)}” is ready`} size={560} keptOpen="acknowledge" onClose={onClose}>
      <DialogBody>
        <p className={classes.once}>
          Copy the key now. It won’t be shown again. Anyone with this key can act as you.
        </p>
        <CopyField label="Key" text={apiKey} copied={copied} onCopy={() => copy(apiKey)} />
        <ErrorMessage>{problem}</ErrorMessage>
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
}
