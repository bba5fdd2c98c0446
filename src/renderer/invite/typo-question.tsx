import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './typo-question.module.css';

interface TypoQuestionProps {
  suggestion: string;
  /** The address as typed. */
  typed: string;
  onUse: () => void;
  /** Sends it as typed. */
  onKeep: () => void;
}

/** Asks whether another address was meant. */
export function TypoQuestion({ suggestion, typed, onUse, onKeep }: TypoQuestionProps) {
  return (
    <div role="alert" className={classes.question}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>Did you mean {suggestion}?</span>
      <Button variant="default" onClick={onUse}>
        Use {suggestion}
      </Button>
      <Button variant="default" onClick={onKeep}>
        Keep {typed}
      </Button>
    </div>
  );
}
