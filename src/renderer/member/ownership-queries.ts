import { mutationOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';

export const transferOwnershipOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['member.transferOwnership', organizationId],
    mutationFn: (input: { memberId: string; password: string }) =>
      unwrap(bridge.member.transferOwnership({ organizationId, ...input })),
  });
