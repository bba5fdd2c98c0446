import { useForm, type FormErrors, type UseFormInput, type UseFormReturnType } from '@mantine/form';
import { useMutation, type DefaultError, type UseMutationOptions } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEventHandler } from 'react';
import { clearDraft, readDraft, saveDraft } from '../../lib/persist/drafts.ts';
import { useIsLate } from '../../lib/schedule/use-is-late.ts';
import { toastError } from '../feedback/toast.ts';
import { fieldErrors, type FieldError } from './field-errors.ts';

interface ApiFormOptions<Values extends object, Input, Answer, Context> extends UseFormInput<Values> {
  initialValues: Values;
  /** What is sent; its own `onSuccess` and `onError` are not called. */
  mutation: UseMutationOptions<Answer, DefaultError, Input, Context>;
  /** The input that the values make; undefined: nothing is to be sent, and `onUnchanged` is called. */
  toInput: (values: Values) => Input | undefined;
  /** Why nothing can be sent at the moment. */
  disabledReason: string | undefined;
  /** Keeps what is typed until it is sent or given up. */
  draftKey?: string;
  /** The fields of which nothing is kept, such as a password. */
  secretFields?: (keyof Values & string)[];
  /** The field that an error is about, beyond the fields that a rejected input names. */
  fieldError?: (error: DefaultError, values: Values) => FieldError<keyof Values & string> | undefined;
  onSuccess?: (answer: Answer, input: Input) => unknown;
  onUnchanged?: () => void;
  /** Withdraws what is being sent when the user stops waiting; without it a late success still counts. */
  withdraw?: () => void;
  /** Called with every error first. @returns true when the error is dealt with, so that the form shows nothing */
  onError?: (error: DefaultError, input: Input) => boolean | undefined;
}

export interface ApiForm<Values extends object> {
  form: UseFormReturnType<Values>;
  onSubmit: FormEventHandler<HTMLFormElement>;
  /** It is being sent: a dialog around it cannot be closed. */
  isPending: boolean;
  /** It has been sent for so long that the user should be told, and can stop waiting. */
  isLate: boolean;
  /** Stops waiting for the answer. What was typed stays. */
  stopWaiting: () => void;
  /** The user has stopped waiting, so that nobody knows whether it was done. */
  isStopped: boolean;
  /** The error that belongs to no field. */
  error: DefaultError | undefined;
  /** Shows an error of another action of the form as its own. */
  showError: (error: DefaultError) => void;
  clearError: () => void;
  disabledReason: string | undefined;
  /** Gives up what was typed. */
  discardDraft: () => void;
  /** Focuses a field, unless the user has moved on to a control outside the form. */
  focusField: (field: keyof Values & string) => void;
}

/**
 * A form that sends its values by a mutation. A rejected input shows its errors at the fields and focuses the first one; any
 * other problem is the form's own `error`. What was typed stays until the server has accepted it.
 */
export function useApiForm<Values extends object, Input, Answer, Context>(
  options: ApiFormOptions<Values, Input, Answer, Context>,
): ApiForm<Values> {
  const { mutation, toInput, disabledReason, draftKey, secretFields = [], ...others } = options;
  const { fieldError, onSuccess, onUnchanged, withdraw, onError, ...formOptions } = others;
  const [error, setError] = useState<DefaultError>();
  const [untouched] = useState(options.initialValues);
  const [initialValues] = useState(() => ({ ...untouched, ...readDraft<Values>(draftKey) }));
  const [isStopped, setIsStopped] = useState(false);
  const stopped = useRef(new Set<Input>());
  const fields = Object.keys(options.initialValues) as (keyof Values & string)[];
  // The form's inputs are found by its name: another form on the screen may have fields of the same names.
  const name = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const form = useForm<Values>({
    name,
    clearInputErrorOnChange: true,
    ...formOptions,
    initialValues,
    onValuesChange: (values, before) => {
      const kept = Object.fromEntries(
        Object.entries(values).filter(([field]) => !secretFields.some((secret) => secret === field)),
      );
      saveDraft(draftKey, kept, untouched);
      formOptions.onValuesChange?.(values, before);
    },
  });

  const send = useMutation({
    ...mutation,
    onSuccess: (answer, input) => {
      if (withdraw && stopped.current.has(input)) return undefined;
      clearDraft(draftKey);
      return onSuccess?.(answer, input);
    },
    onError: (failure, input) => {
      if (stopped.current.has(input)) return;
      if (onError?.(failure, input) === true) return;
      // The user may have left the screen while the form was being sent.
      if (fields.some((field) => form.getInputNode(field) !== null)) showError(failure);
      else toastError(failure.message);
    },
  });

  const isLate = useIsLate(send.isPending);

  function showError(failure: DefaultError): void {
    const own = fieldError?.(failure, form.getValues());
    const errors: FormErrors = own ? Object.fromEntries([own]) : fieldErrors(failure.problem, fields);
    if (Object.keys(errors).length === 0) {
      setError(failure);
    } else {
      form.setErrors(errors);
      focusFirst(errors);
    }
  }

  function stopWaiting(): void {
    if (send.variables !== undefined) stopped.current.add(send.variables);
    send.reset();
    setIsStopped(true);
    withdraw?.();
  }

  function focusField(field: string): void {
    const input = form.getInputNode(field);
    const { activeElement, body } = document;
    if (activeElement === body || input?.closest('form')?.contains(activeElement)) input?.focus();
  }

  function focusFirst(errors: object): void {
    const first = fields.find((field) => field in errors);
    if (first !== undefined) focusField(first);
  }

  const onSubmit = form.onSubmit((values) => {
    if (disabledReason !== undefined || send.isPending) return;
    setError(undefined);
    setIsStopped(false);
    const input = toInput(values);
    if (input === undefined) onUnchanged?.();
    else send.mutate(input);
  }, focusFirst);

  return {
    form,
    onSubmit,
    isPending: send.isPending,
    isLate,
    stopWaiting,
    isStopped,
    error,
    showError,
    clearError: () => setError(undefined),
    disabledReason,
    discardDraft: () => clearDraft(draftKey),
    focusField,
  };
}
