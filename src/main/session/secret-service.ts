import { BusError } from './session-bus.ts';
import type { BusReader, SessionBus } from './session-bus.ts';

/** Whether the keyring of a Linux desktop can be used: it is there and unlocked, there and locked, or not there. */
export type KeyringState = Keyring['state'];

/** `collection`: what has to be unlocked, by its name on the bus. */
export type Keyring = { state: 'open' | 'none' } | { state: 'locked'; collection: string };

const service = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
/** What stands for no object. */
const nothing = '/';
/** What the desktop answers when no keyring runs and none can be started. */
const notThere = new Set([
  'org.freedesktop.DBus.Error.ServiceUnknown',
  'org.freedesktop.DBus.Error.NameHasNoOwner',
]);

/**
 * Asks for the state of the keyring in which new secrets are kept. Starts the keyring if the desktop can do that.
 *
 * @throws when the bus does not answer
 */
export async function readKeyring(bus: SessionBus): Promise<Keyring> {
  try {
    const alias = await callService(bus, 'ReadAlias', { texts: ['default'] });
    const collection = alias.text();
    // One that has never been used has nothing that could be locked.
    if (collection === nothing) return { state: 'open' };
    const isLocked = await bus.call({
      destination: service,
      path: collection,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      texts: ['org.freedesktop.Secret.Collection', 'Locked'],
    });
    // The type of the property comes before its value.
    isLocked.signature();
    return isLocked.boolean() ? { state: 'locked', collection } : { state: 'open' };
  } catch (error) {
    if (error instanceof BusError && notThere.has(error.message)) return { state: 'none' };
    throw error;
  }
}

/** Has the desktop ask the user to unlock the keyring, if it can. */
export async function askToUnlock(bus: SessionBus, collection: string): Promise<void> {
  const unlocking = await callService(bus, 'Unlock', { paths: [collection] });
  // The list of what is unlocked without a question.
  unlocking.texts();
  const prompt = unlocking.text();
  if (prompt === nothing) return;
  await bus.call({
    destination: service,
    path: prompt,
    interface: 'org.freedesktop.Secret.Prompt',
    member: 'Prompt',
    // The window that the question belongs to; it is asked before there is one.
    texts: [''],
  });
}

function callService(
  bus: SessionBus,
  member: string,
  values: { paths?: string[]; texts?: string[] },
): Promise<BusReader> {
  const call = { destination: service, path: servicePath, interface: 'org.freedesktop.Secret.Service' };
  return bus.call({ ...call, member, ...values });
}
