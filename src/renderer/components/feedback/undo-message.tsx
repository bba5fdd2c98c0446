import { Button } from '@mantine/core';
import classes from './undo-message.module.css';

interface UndoMessageProps {
  /** What was done. */
  message: string;
  onUndo: () => void;
}

/** The text of a toast, with the button that takes back what was done. */
export function UndoMessage({ message, onUndo }: UndoMessageProps) {
  return (
    <span className={classes.message}>
      <span>{message}</span>
      <Button variant="default" size="compact-sm" className={classes.undo ?? ''} onClick={onUndo}>
        Undo
      </Button>
    </span>
  );
}
