import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

const promised = {
  runAsNode: [FuseV1Options.RunAsNode, false],
  nodeOptions: [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  nodeCliInspect: [FuseV1Options.EnableNodeCliInspectArguments, false],
  grantFileProtocolExtraPrivileges: [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  cookieEncryption: [FuseV1Options.EnableCookieEncryption, true],
  onlyLoadAppFromAsar: [FuseV1Options.OnlyLoadAppFromAsar, true],
  asarIntegrity: [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
} as const;

export type Fuses = Record<keyof typeof promised, boolean>;

const asPromised = Object.entries(promised).map(([name, [, isOn]]) => [name, isOn]);
/** How a package that is handed out has them. */
export const promisedFuses = Object.fromEntries(asPromised) as Fuses;

/** How this executable has them. */
export async function readFuses(executable: string): Promise<Fuses> {
  const wire = await getCurrentFuseWire(executable);
  const found = Object.entries(promised).map(([name, [fuse]]) => [name, wire[fuse] === FuseState.ENABLE]);
  return Object.fromEntries(found) as Fuses;
}
