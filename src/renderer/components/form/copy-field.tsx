import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-field.module.css';

interface CopyFieldProps {
  label: string;
  text: string;
  /** How the text is shown, if not as it is copied. */
  shown?: string;
  description?: string;
  copied: boolean;
  onCopy: () => void;
}

/** A text to copy, by its button or by hand. */
export function CopyField({ label, text, shown = text, description, copied, onCopy }: CopyFieldProps) {
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
  /** What is copied, for the button's name. */
  what: string;
  copied: boolean;
  onCopy: () => void;
}

/** Copies a text, and confirms it. */
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
