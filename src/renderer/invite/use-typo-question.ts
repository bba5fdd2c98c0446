import { useRef, useState, type FormEvent, type FormEventHandler } from 'react';
import { normalizeEmail } from '#contract/email-address';

interface TypoQuestion {
  /** The address that was probably meant. */
  suggestion: string;
  /** The address as typed. */
  typed: string;
  /** Sends it as typed. */
  keep: () => void;
}

/**
 * Asks before a form is sent whether an address with a probable typing error is right.
 *
 * @param typed the address in the field
 * @param onSubmit sends the form
 * @returns the handler for the form, and the question while the address is the one that it is about
 */
export function useTypoQuestion(
  typed: string,
  onSubmit: FormEventHandler<HTMLFormElement>,
): { onSubmit: FormEventHandler<HTMLFormElement>; question: TypoQuestion | undefined } {
  const [asked, setAsked] = useState<{ typed: string; suggestion: string; form: HTMLFormElement }>();
  const kept = useRef<string>(undefined);

  async function ask(event: FormEvent<HTMLFormElement>, form: HTMLFormElement): Promise<void> {
    const email = normalizeEmail(typed);
    // Loaded when it is needed: the list of well-known domains is no part of the start.
    const { correctedAddress } = await import('./email-typo.ts');
    const suggestion = email === undefined || kept.current === typed ? undefined : correctedAddress(email);
    setAsked(suggestion === undefined ? undefined : { typed, suggestion, form });
    if (suggestion === undefined) onSubmit(event);
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void ask(event, event.currentTarget);
  }

  if (asked?.typed !== typed) return { onSubmit: submit, question: undefined };
  const keep = (): void => {
    kept.current = typed;
    asked.form.requestSubmit();
  };
  return { onSubmit: submit, question: { typed, suggestion: asked.suggestion, keep } };
}
