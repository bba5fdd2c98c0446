import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Command, Theme } from '#contract/admin-bridge';
import type { Appearance } from './appearance.ts';

const isMac = process.platform === 'darwin';

export interface AppMenu {
  /** Whoever is signed out has nothing to invite, to look for or to set. There is no menu before it is known. */
  setSignedIn(isSignedIn: boolean): void;
}

type Item = MenuItemConstructorOptions;

/**
 * Builds the native menu; its theme entries follow the theme, whoever changes it.
 *
 * @param onCommand told of what the window in front has to do
 */
export function installMenu(appearance: Appearance, onCommand: (command: Command) => void): AppMenu {
  let isSignedIn: boolean | undefined;

  function entry(label: string, command: Command, accelerator?: string): Item {
    return {
      label,
      enabled: isSignedIn === true,
      click: () => onCommand(command),
      ...(accelerator === undefined ? {} : { accelerator }),
    };
  }

  function build(): void {
    const settings = entry('Settings…', 'settings', 'CommandOrControl+,');
    const template: Item[] = [
      ...(isMac ? [appMenu(settings)] : []),
      {
        label: '&File',
        submenu: [
          entry('Invite Member…', 'invite-member'),
          entry('Invite Many…', 'invite-many'),
          entry('New Organization…', 'new-organization'),
          { type: 'separator' },
          ...(isMac ? [] : [settings]),
          entry('Sign Out', 'sign-out'),
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
          entry('Find', 'find', 'CommandOrControl+F'),
        ],
      },
      {
        label: '&View',
        submenu: [
          entry('Command Palette…', 'command-palette', 'CommandOrControl+K'),
          { type: 'separator' },
          { role: 'reload' },
          { type: 'separator' },
          { label: 'Theme', submenu: themes(appearance) },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          // The plus key without Shift, where it shares the key with the equals sign.
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
          entry('Keyboard Shortcuts', 'shortcuts'),
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

/** The first menu of macOS, which has the settings where everybody looks for them. */
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

function themes(appearance: Appearance): Item[] {
  const entry = (value: Theme, label: string): Item => ({
    label,
    type: 'radio',
    checked: appearance.theme() === value,
    click: () => appearance.setTheme(value),
  });
  return [entry('light', 'Light'), entry('dark', 'Dark'), entry('system', 'As the System')];
}
