import { useRouter, type NavigateOptions } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

interface RedirectProps {
  /** The path of the screen that leads elsewhere. */
  from: string;
  options: NavigateOptions;
}

/**
 * Leads elsewhere once, and only from where one is: whoever chose another place meanwhile is still here until that has been
 * loaded, and is not to be called back. The router's own `Navigate` does so, whenever it is drawn anew.
 */
export function Redirect({ from, options }: RedirectProps) {
  const router = useRouter();
  const leave = useEffectEvent(() => {
    if (router.history.location.pathname === from) void router.navigate({ ...options, replace: true });
  });
  useEffect(() => leave(), []);
  return null;
}
