import { part as acceptanceRace } from './acceptance-race.ts';
import { part as bodyInputs } from './body-inputs.ts';
import { part as clocks } from './clocks.ts';
import { part as desktopInputs } from './desktop-inputs.ts';
import { part as hostilePeers } from './hostile-peers.ts';
import { part as importInputs } from './import-inputs.ts';
import { part as kills } from './kills.ts';
import { part as launches } from './launches.ts';
import { part as liveDrops } from './live-drops.ts';
import { part as mailFailures } from './mail-failures.ts';
import { part as migrationKills } from './migration-kills.ts';
import { part as packageFuses } from './package-fuses.ts';
import type { Part } from './part.ts';
import { part as refreshRaces } from './refresh-races.ts';
import { part as routes } from './routes.ts';
import { part as seatRace } from './seat-race.ts';

/** All parts, by the names that `npm run soak -- <name> …` takes: those of their files. The longest come first. */
export const parts: Readonly<Record<string, Part>> = {
  'seat-race': seatRace,
  kills,
  'mail-failures': mailFailures,
  'acceptance-race': acceptanceRace,
  'live-drops': liveDrops,
  'migration-kills': migrationKills,
  routes,
  'refresh-races': refreshRaces,
  'body-inputs': bodyInputs,
  'hostile-peers': hostilePeers,
  'desktop-inputs': desktopInputs,
  'import-inputs': importInputs,
  launches,
  clocks,
  'package-fuses': packageFuses,
};
