import { Button, Modal } from '@mantine/core';
import { useCopy } from '../bridge/use-copy.ts';
import dialog from '../ui/confirm-dialog.module.css';
import { Copyable } from '../ui/copyable.tsx';
import classes from './api-key.module.css';

interface ShownKeyProps {
  name: string;
  apiKey: string;
  onClose: () => void;
}

/** A new key, this one time: only its button closes it. */
export function ShownKey({ name, apiKey, onClose }: ShownKeyProps) {
  const { copy, copied, problem } = useCopy();
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={`The key “${name}” is ready`}
      size={560}
      classNames={{ title: dialog.title ?? '' }}
    >
      <div className={dialog.body}>
        <p className={classes.once}>Copy it now: it is not shown again. Whoever has it acts in your name.</p>
        <Copyable label="Key" text={apiKey} copied={copied} onCopy={() => copy(apiKey)} />
        {problem !== undefined && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
      </div>
      <div className={dialog.actions}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </Modal>
  );
}
