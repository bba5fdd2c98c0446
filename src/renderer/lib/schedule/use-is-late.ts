import { useEffect, useState } from 'react';

/** Somebody who waits longer wants to know what for. */
const lateMs = 1_500;

/** Whether something has been going on for so long that the user should be told what it waits for, and can stop it. */
export function useIsLate(isPending: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setTimeout(() => setIsLate(true), lateMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isPending]);
  return isPending && isLate;
}
