import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import type { NewRun, RunSummary } from '#contract/work/model';
import { bridge, unwrap } from '../data/bridge.ts';
import { refreshSoon } from '../data/list-cache.ts';

/** The bulk runs of the user. The main process sends an event for every change. */
export const workOptions = queryOptions({
  queryKey: ['work'],
  queryFn: () => unwrap(bridge.work.current()),
});

const reportKey = ['work-report'];

/** The rows of a run with their results; null: it was dismissed. */
export const runReportOptions = (runId: string) =>
  queryOptions({
    queryKey: [...reportKey, runId],
    queryFn: () => unwrap(bridge.work.report({ runId })),
    staleTime: 0,
    gcTime: 0,
  });

/** Loads the reports in view again. */
export function refreshReports(client: QueryClient): void {
  refreshSoon(client, reportKey);
}

/** A run; undefined: it was dismissed, or is not known yet. */
export function useRun(runId: string | undefined): RunSummary | undefined {
  return useQuery(workOptions).data?.find(({ id }) => id === runId);
}

/**
 * Starts a run, which goes on in the main process.
 *
 * @returns its id, once every component finds it
 * @throws BridgeError
 */
export async function startRun(client: QueryClient, run: NewRun): Promise<string> {
  const { runId } = await unwrap(bridge.work.start(run));
  await client.invalidateQueries({ queryKey: workOptions.queryKey }, { cancelRefetch: true });
  return runId;
}

/** Whether something of the run is still to come: it is at work, waits, or finishes its last request. */
export function isUnderWay({ status, isBusy }: Pick<RunSummary, 'status' | 'isBusy'>): boolean {
  return status === 'running' || status === 'paused' || isBusy;
}

/** The runs that have ended since. @param before the runs as they were known */
export function endedSince(before: readonly RunSummary[], now: readonly RunSummary[]): RunSummary[] {
  return now.filter(
    (run) => !isUnderWay(run) && before.some((known) => known.id === run.id && isUnderWay(known)),
  );
}
