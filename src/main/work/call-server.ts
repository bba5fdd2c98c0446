import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';

/** Calls an endpoint as the user whose run it is. @throws BridgeProblemError */
export type CallServer = <E extends Endpoint>(
  endpoint: E,
  input: EndpointInput<E>,
  options?: { idempotencyKey?: string },
) => Promise<EndpointAnswer<E>>;
