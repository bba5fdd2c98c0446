import { useRouter } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { closeQuestion, useQuestion } from '../action/question.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';

const QuestionDialog = lazyWithPreload(
  async () => (await import('../action/question-dialog.tsx')).QuestionDialog,
);

/** The question of an action, above the screen: it stays when a colleague has taken its row away. */
export function OpenQuestion() {
  const question = useQuestion();
  const router = useRouter();
  // It belongs to the screen that it was asked on.
  useEffect(() => {
    const unsubscribe = router.subscribe('onBeforeNavigate', ({ hrefChanged }) => {
      if (hrefChanged) closeQuestion();
    });
    return () => {
      unsubscribe();
      closeQuestion();
    };
  }, [router]);
  if (!question) return null;
  return (
    <Suspense>
      <QuestionDialog question={question} onClose={closeQuestion} />
    </Suspense>
  );
}
