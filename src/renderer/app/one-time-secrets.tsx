import { lazy, Suspense, useEffect } from 'react';
import { acknowledgeSecret, useOneTimeSecret } from '../data/one-time-secrets.ts';

const ShownKey = lazy(async () => ({ default: (await import('../api-key/shown-key.tsx')).ShownKey }));
const RecoveryCodes = lazy(async () => ({
  default: (await import('../account/recovery-codes.tsx')).RecoveryCodes,
}));

/**
 * Shows what is shown only once, above the screen and independent of it: a deep link, a notification or the end of the session
 * changes what lies below. The main process asks before the window is reloaded or closed meanwhile.
 */
export function OneTimeSecrets() {
  const secret = useOneTimeSecret();
  const isShown = secret !== undefined;
  useEffect(() => {
    if (!isShown) return undefined;
    const holdUp = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', holdUp);
    return () => window.removeEventListener('beforeunload', holdUp);
  }, [isShown]);

  if (secret === undefined) return null;
  return (
    <Suspense>
      {secret.kind === 'api-key' ? (
        <ShownKey key={secret.key} name={secret.name} apiKey={secret.key} onClose={acknowledgeSecret} />
      ) : (
        <RecoveryCodes key={secret.codes.join(' ')} codes={secret.codes} onClose={acknowledgeSecret} />
      )}
    </Suspense>
  );
}
