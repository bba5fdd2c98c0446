import * as account from '../account/api.ts';
import * as activity from '../activity/api.ts';
import * as apiKey from '../api-key/api.ts';
import * as inbox from '../inbox/api.ts';
import * as invite from '../invite/api.ts';
import * as member from '../member/api.ts';
import * as organization from '../organization/api.ts';
import * as seat from '../seat/api.ts';
import * as session from '../session/api.ts';
import * as twoFactor from '../two-factor/api.ts';
import * as version from '../version/api.ts';
import type { Endpoint } from '../endpoint.ts';
import { endpointChannels, type EndpointChannel } from './channels.ts';

const declared = {
  ...account,
  ...activity,
  ...apiKey,
  ...inbox,
  ...invite,
  ...member,
  ...organization,
  ...seat,
  ...session,
  ...twoFactor,
  ...version,
};

type DeclaredEndpoint = Extract<(typeof declared)[keyof typeof declared], { path: string }>;

/** The endpoint that a channel passes through to. */
export type EndpointOf<Channel extends EndpointChannel> = Extract<DeclaredEndpoint, { name: Channel }>;

const byName = new Map<string, Endpoint>(
  Object.values(declared)
    .filter((value): value is DeclaredEndpoint => 'path' in value)
    .map((endpoint) => [endpoint.name, endpoint]),
);

/** Each pass-through channel with its endpoint. */
export const channelEndpoints: readonly [EndpointChannel, Endpoint][] = endpointChannels.map((channel) => {
  const endpoint = byName.get(channel);
  if (endpoint === undefined) throw new Error(`No endpoint has the name of the channel ${channel}.`);
  return [channel, endpoint];
});
