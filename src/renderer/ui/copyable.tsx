import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copyable.module.css';

interface CopyableProps {
  label: string;
  text: string;
  /** How it is shown, where that is not how it is copied. */
  shown?: string;
  description?: string;
  copied: boolean;
  onCopy: () => void;
}

/** A text to be taken elsewhere: by its button, or selected by hand. */
export function Copyable({ label, text, shown = text, description, copied, onCopy }: CopyableProps) {
  return (
    <div className={classes.copyable}>
      <TextInput
        label={label}
        description={description}
        readOnly
        spellCheck={false}
        className={classes.text ?? ''}
        value={shown}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton what={label} copied={copied} onCopy={onCopy} />
    </div>
  );
}

interface CopyButtonProps {
  /** What is copied, for its name. */
  what: string;
  copied: boolean;
  onCopy: () => void;
}

/** Copies, and says that it did. */
export function CopyButton({ what, copied, onCopy }: CopyButtonProps) {
  const CopyIcon = copied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      className={classes.button ?? ''}
      leftSection={<CopyIcon size={15} aria-hidden />}
      aria-label={`Copy ${what.toLowerCase()}`}
      onClick={onCopy}
    >
      <span role="status">{copied ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}
