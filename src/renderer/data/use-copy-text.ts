import { useMutation } from '@tanstack/react-query';
import { bridge, unwrap } from './bridge.ts';

interface Copying {
  copy: (text: string) => void;
  copied: boolean;
  /** Why it could not be copied, as the user reads it. */
  problem: string | undefined;
}

/** Puts a text on the clipboard. */
export function useCopyText(): Copying {
  const { mutate, isSuccess, error } = useMutation({
    mutationKey: ['app.copyText'],
    mutationFn: (text: string) => unwrap(bridge.app.copyText({ text })),
  });
  return { copy: mutate, copied: isSuccess, problem: error ? error.message : undefined };
}
