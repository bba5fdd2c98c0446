import { ConfirmDialog } from '../components/form/confirm-dialog.tsx';
import { useDisabledReason } from '../data/connection.ts';
import { useEndedReason } from '../data/ended-objects.ts';
import type { OpenQuestion } from './question.ts';

interface QuestionDialogProps {
  question: OpenQuestion;
  onClose: () => void;
}

/** Shows a question; once its object has ended, it says so instead. */
export function QuestionDialog({ question, onClose }: QuestionDialogProps) {
  const { confirmation, objectKey, onConfirm } = question;
  const disabledReason = useDisabledReason();
  const endedReason = useEndedReason(objectKey);
  const { title, confirmLabel, paragraphs, isHarmless } = confirmation;
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={confirmLabel}
      isHarmless={isHarmless}
      disabledReason={disabledReason}
      endedReason={endedReason}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </ConfirmDialog>
  );
}
