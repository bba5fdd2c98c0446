import type { QueryClient } from '@tanstack/react-query';
import type { Invite } from '#contract/invite';
import { bridge, BridgeError, unwrap } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import type { BulkTask } from '../ui/bulk-run.ts';
import { applyInvite } from './invite-queries.ts';

/** A server that says "not so fast" is obeyed this long; a longer wait is told to the person. */
const longestWaitSeconds = 60;

/** What can be done to many invites at once. */
export type BulkDeed = 'resend' | 'revoke';

/** One task for each invite; what comes back is put into the lists. */
export function bulkTasks(client: QueryClient, deed: BulkDeed, invites: readonly Invite[]): BulkTask[] {
  return invites.map((invite) => ({
    id: invite.id,
    name: invite.email,
    work: () => tryDeed(client, deed, invite),
  }));
}

async function tryDeed(client: QueryClient, deed: BulkDeed, invite: Invite): Promise<string | undefined> {
  const input = { organizationId: invite.organizationId, inviteId: invite.id };
  for (let tries = 0; ; tries += 1) {
    const answer = await unwrap(bridge.invite[deed](input)).catch((error: BridgeError) => error);
    if (!(answer instanceof BridgeError)) {
      applyInvite(client, answer);
      return undefined;
    }
    const { code, retryAfter = Infinity } = answer.problem;
    if (code !== 'rate_limited' || retryAfter > longestWaitSeconds || tries > 0) {
      return problemSentence(answer.problem);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, retryAfter * 1000);
    });
  }
}
