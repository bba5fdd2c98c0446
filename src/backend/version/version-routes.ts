import type { FastifyInstance } from 'fastify';
import { getVersion } from '#contract/version/api';
import {
  compareReleases,
  oldestSupported,
  parseRelease,
  release,
  type Release,
} from '#contract/version/model';
import { Problem } from '../platform/errors/problem.ts';
import { appReleaseOf } from '../platform/rest/app-release.ts';
import { publicRoute } from '../platform/rest/endpoint.ts';
import type { NodeRegistry } from './node-registry.ts';

/** Registers `GET /api/version`. Every app may call it: one that is too old reads here which release it needs. */
export function registerVersionRoutes(app: FastifyInstance, { nodes }: { nodes: NodeRegistry }): void {
  publicRoute(app, getVersion, async () => ({
    version: release,
    minimumApp: format(minimumAppOf(release)),
    features: nodes.features(),
  }));
}

/**
 * Refuses the calls of an app that is too old with `app_too_old`.
 *
 * @param own the release of the server
 */
export function refuseOldApps(api: FastifyInstance, own: string = release): void {
  const minimumApp = minimumAppOf(own);
  api.addHook('onRequest', async (request) => {
    const app = appReleaseOf(request);
    if (!app || compareReleases(app, minimumApp) >= 0) return;
    throw new Problem(
      'app_too_old',
      `This server needs FastLinkIt Admin ${format(minimumApp)} or later, and you have ${format(app)}. Update the app.`,
    );
  });
}

const format = ({ major, minor, patch }: Release): string => `${major}.${minor}.${patch}`;

function minimumAppOf(own: string): Release {
  const parsed = parseRelease(own);
  if (!parsed) throw new Error(`${own} is no release`);
  return oldestSupported(parsed);
}
