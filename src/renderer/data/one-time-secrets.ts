import { create } from 'zustand';

/** What the server tells once and never again. */
export type OneTimeSecret =
  | { kind: 'api-key'; name: string; key: string }
  | { kind: 'recovery-codes'; codes: string[] };

/** The secrets that the user has not confirmed yet, the oldest first. They are held nowhere else. */
const useSecrets = create<{ secrets: readonly OneTimeSecret[] }>(() => ({ secrets: [] }));

/** Shows a secret above everything else, wherever the user goes, until it is acknowledged. */
export function showOneTimeSecret(secret: OneTimeSecret): void {
  useSecrets.setState(({ secrets }) => ({ secrets: [...secrets, secret] }));
}

/** The user has the secret in view: the app forgets it. */
export function acknowledgeSecret(): void {
  useSecrets.setState(({ secrets }) => ({ secrets: secrets.slice(1) }));
}

/** The secret to show; undefined when there is none. */
export function useOneTimeSecret(): OneTimeSecret | undefined {
  return useSecrets(({ secrets }) => secrets[0]);
}
