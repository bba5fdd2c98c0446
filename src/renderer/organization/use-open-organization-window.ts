import { useMutation } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { reportFailure } from '../ui/notify.ts';

/** Opens an organization in a window of its own, or brings the one that there is to the front. */
export function useOpenOrganizationWindow() {
  return useMutation({
    mutationKey: ['window.openOrganization'],
    mutationFn: (organizationId: string) => unwrap(bridge.window.openOrganization({ organizationId })),
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });
}
