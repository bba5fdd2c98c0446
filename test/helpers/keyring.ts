import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandPath } from '../../scripts/setup/system-packages.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';

/** The keyring of a Linux desktop, on a session bus of its own. */
export interface Keyring {
  /** What a program finds the keyring by. */
  environment: Record<string, string>;
  /** What Electron has to be told where the desktop is none that it knows. */
  electronSwitches: string[];
  /** Starts it, unlocked as by somebody's sign-in to the desktop. It has what was put in before. */
  unlock: () => Promise<void>;
  /** Starts it locked, as after a sign-in without a password. */
  lock: () => Promise<void>;
  /** Ends it: the desktop has none. */
  end: () => Promise<void>;
  close: () => Promise<void>;
}

const patienceMs = 20_000;

/** Starts a gnome-keyring that holds nothing yet, unlocked; what is put in is gone when it is closed. */
export async function openKeyring(): Promise<Keyring> {
  const keyring = await openDesktop();
  try {
    await keyring.unlock();
    return keyring;
  } catch (error) {
    await keyring.close();
    throw error;
  }
}

/** Starts a session bus on which no keyring is yet. */
export async function openDesktop(): Promise<Keyring> {
  const folder = temporaryFolder('fastlinkit-keyring');
  let daemon: ChildProcess | undefined;
  const bus = spawn(
    found('dbus-daemon'),
    [`--config-file=${busConfiguration(folder)}`, '--nofork', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const kill = () => [bus, daemon].forEach((child) => child?.kill('SIGKILL'));
  process.once('exit', kill);
  const [address] = (await once(bus.stdout.setEncoding('utf8'), 'data')) as [string];
  const environment = { DBUS_SESSION_BUS_ADDRESS: address.trim() };

  async function endDaemon(): Promise<void> {
    if (daemon !== undefined) await end(daemon);
    daemon = undefined;
  }

  async function start(isLocked: boolean): Promise<void> {
    await endDaemon();
    daemon = spawn(
      found('gnome-keyring-daemon'),
      ['--foreground', '--components=secrets', ...(isLocked ? [] : ['--unlock'])],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...process.env, ...environment, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: folder },
      },
    );
    daemon.stdin?.end(isLocked ? '' : 'the password of a desktop');
    await waitForKeyring(environment, isLocked);
  }

  return {
    environment,
    electronSwitches: ['--password-store=gnome-libsecret'],
    unlock: () => start(false),
    lock: () => start(true),
    end: endDaemon,
    async close() {
      process.off('exit', kill);
      await endDaemon();
      await end(bus);
      removeFolder(folder);
    },
  };
}

/** A bus that starts nothing by itself: nobody but our daemon may answer for the keyring. */
function busConfiguration(folder: string): string {
  const file = join(folder, 'bus.xml');
  writeFileSync(
    file,
    `<busconfig><type>session</type><listen>unix:dir=${folder}</listen><auth>EXTERNAL</auth>` +
      '<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/>' +
      '<allow eavesdrop="true"/></policy></busconfig>',
  );
  return file;
}

/** Resolves once the keyring answers that it is locked, or open. */
async function waitForKeyring(environment: Record<string, string>, isLocked: boolean): Promise<void> {
  const question = [
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets/collection/login',
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  ];
  const until = Date.now() + patienceMs;
  let answer = '';
  while (Date.now() < until) {
    const child = spawn(found('dbus-send'), question, { env: { ...process.env, ...environment } });
    answer = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await once(child, 'close');
    if (answer.includes(`boolean ${isLocked}`)) return;
    await delay(50);
  }
  throw new Error(`The keyring is not ${isLocked ? 'locked' : 'open'}: ${answer}`);
}

function found(command: string): string {
  const path = commandPath(command);
  if (path === undefined) throw new Error(`There is no ${command}: run npm test once.`);
  return path;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
