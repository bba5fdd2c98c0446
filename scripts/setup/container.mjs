import { existsSync, readFileSync } from 'node:fs';

/** Whether this is a container (or as bare as one), and not a machine that somebody keeps. */
export function isContainer() {
  if (process.env['container'] || process.env['KUBERNETES_SERVICE_HOST']) return true;
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  try {
    if (/docker|containerd|kubepods|lxc|podman/.test(readFileSync('/proc/1/cgroup', 'utf8'))) return true;
    // A machine that is kept is started by an init system.
    return !/^(systemd|init|openrc-init|runit)$/.test(readFileSync('/proc/1/comm', 'utf8').trim());
  } catch {
    return false;
  }
}
