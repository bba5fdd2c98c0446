import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandPath } from '../../scripts/setup/system-packages.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';

/** The keyring of a Linux desktop, unlocked as by somebody's sign-in to it, on a session bus of its own. */
export interface Keyring {
  /** What a program finds the keyring by. */
  environment: Record<string, string>;
  /** What Electron has to be told where the desktop is none that it knows. */
  electronSwitches: string[];
  close: () => Promise<void>;
}

const patienceMs = 20_000;

/** Starts a gnome-keyring that holds nothing yet; what is put in is gone when it is closed. */
export async function openKeyring(): Promise<Keyring> {
  const folder = temporaryFolder('fastlinkit-keyring');
  const processes: ChildProcess[] = [];
  const kill = () => processes.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    for (const child of processes.toReversed()) await end(child);
    removeFolder(folder);
  };
  try {
    const bus = spawn(
      found('dbus-daemon'),
      [`--config-file=${busConfiguration(folder)}`, '--nofork', '--print-address=1'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    processes.push(bus);
    const [address] = (await once(bus.stdout.setEncoding('utf8'), 'data')) as [string];
    const environment = { DBUS_SESSION_BUS_ADDRESS: address.trim() };
    const daemon = spawn(
      found('gnome-keyring-daemon'),
      ['--foreground', '--unlock', '--components=secrets'],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...process.env, ...environment, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: folder },
      },
    );
    processes.push(daemon);
    daemon.stdin.end('the password of a desktop');
    await unlocked(environment);
    return { environment, electronSwitches: ['--password-store=gnome-libsecret'], close };
  } catch (error) {
    await close();
    throw error;
  }
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

/** Resolves once the keyring answers and is open. */
async function unlocked(environment: Record<string, string>): Promise<void> {
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
    if (answer.includes('boolean false')) return;
    await delay(50);
  }
  throw new Error(`The keyring did not open: ${answer}`);
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
