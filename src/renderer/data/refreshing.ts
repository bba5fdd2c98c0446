import { create } from 'zustand';

/** Whether the window shows the cache snapshot, because newer data have not arrived yet. */
const useRefreshing = create(() => ({ isRefreshing: false }));

export function setRefreshing(isRefreshing: boolean): void {
  useRefreshing.setState({ isRefreshing });
}

/** True while the data in view are those of the cache snapshot. */
export function useIsRefreshing(): boolean {
  return useRefreshing(({ isRefreshing }) => isRefreshing);
}
