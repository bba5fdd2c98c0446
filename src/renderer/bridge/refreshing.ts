import { create } from 'zustand';

/** Whether the window shows what it showed last time, because nothing newer has come yet. */
const useRefreshing = create(() => ({ isRefreshing: false }));

export function setRefreshing(isRefreshing: boolean): void {
  useRefreshing.setState({ isRefreshing });
}

/** True while what is in view is from the last time. */
export function useIsRefreshing(): boolean {
  return useRefreshing(({ isRefreshing }) => isRefreshing);
}
