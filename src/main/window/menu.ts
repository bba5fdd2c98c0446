import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Command, Theme } from '#contract/bridge/types';
import type { Appearance } from '../preferences/appearance.ts';

const isMac = process.platform === 'darwin';

export interface AppMenu {
  /** Enables the commands, which need a signed-in user. The first call creates the menu. */
  setSignedIn(isSignedIn: boolean): void;
}

type Item = MenuItemConstructorOptions;

/**
 * Creates the native menu. Its theme entries follow the theme wherever it is changed.
 *
 * @param onCommand receives the commands for the window in front
 * @param onReload reloads the window in front
 */
export function installMenu(
  appearance: Appearance,
  onCommand: (command: Command) => void,
  onReload: () => void,
): AppMenu {
  let isSignedIn: boolean | undefined;

  function commandItem(label: string, command: Command, accelerator?: string): Item {
    return {
      label,
      enabled: isSignedIn === true,
      click: () => onCommand(command),
      ...(accelerator === undefined ? {} : { accelerator }),
    };
  }

  function build(): void {
    const settings = commandItem('Settings…', 'settings', 'CommandOrControl+,');
    const template: Item[] = [
      ...(isMac ? [appMenu(settings)] : []),
      {
        label: '&File',
        submenu: [
          commandItem('Invite Member…', 'invite-member'),
          commandItem('Invite Many…', 'invite-many'),
          commandItem('New Organization…', 'new-organization'),
          { type: 'separator' },
          ...(isMac ? [] : [settings]),
          commandItem('Sign Out', 'sign-out'),
          { type: 'separator' },
          { role: 'close' },
          ...(isMac ? [] : [{ role: 'quit' } as const]),
        ],
      },
      {
        label: '&Edit',
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'delete' },
          { role: 'selectAll' },
          { type: 'separator' },
          commandItem('Find', 'find', 'CommandOrControl+F'),
        ],
      },
      {
        label: '&View',
        submenu: [
          commandItem('Command Palette…', 'command-palette', 'CommandOrControl+K'),
          { type: 'separator' },
          commandItem('Back', 'back', isMac ? 'Command+[' : 'Alt+Left'),
          commandItem('Forward', 'forward', isMac ? 'Command+]' : 'Alt+Right'),
          { type: 'separator' },
          { label: 'Reload', accelerator: 'CommandOrControl+R', click: () => onReload() },
          { type: 'separator' },
          { label: 'Theme', submenu: themeItems(appearance) },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          // Zooming in works without Shift where plus and equals share a key.
          { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
          ...(import.meta.env.DEV ? [{ role: 'toggleDevTools' } as const] : []),
        ],
      },
      { role: 'windowMenu' },
      {
        label: '&Help',
        role: 'help',
        submenu: [
          commandItem('Keyboard Shortcuts', 'shortcuts'),
          ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
        ],
      },
    ];
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  appearance.onTheme(() => {
    if (isSignedIn !== undefined) build();
  });
  return {
    setSignedIn(next) {
      if (next === isSignedIn) return;
      isSignedIn = next;
      build();
    },
  };
}

/** The application menu of macOS, where users expect the settings. */
function appMenu(settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function themeItems(appearance: Appearance): Item[] {
  const themeItem = (value: Theme, label: string): Item => ({
    label,
    type: 'radio',
    checked: appearance.theme() === value,
    click: () => appearance.setTheme(value),
  });
  return [themeItem('light', 'Light'), themeItem('dark', 'Dark'), themeItem('system', 'System')];
}
