import { create } from 'zustand';

/** The server whose sign-in screen is shown over the session of another one; undefined: none. */
const useElsewhere = create(() => ({ server: undefined as string | undefined }));

/** Shows the sign-in screen of a server, or the session again. The session stays until the sign-in has succeeded. */
export function signInElsewhere(server: string | undefined): void {
  useElsewhere.setState({ server });
}

export function useSignInElsewhere(): string | undefined {
  return useElsewhere(({ server }) => server);
}
