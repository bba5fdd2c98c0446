import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Theme } from '#contract/admin-bridge';
import type { Appearance } from './appearance.ts';

const isMac = process.platform === 'darwin';

/** Builds the native menu; its theme entries follow the theme, whoever changes it. */
export function installMenu(appearance: Appearance): void {
  const build = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(template(appearance)));
  build();
  appearance.onTheme(build);
}

function template(appearance: Appearance): MenuItemConstructorOptions[] {
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    ...(isMac ? [] : [{ label: '&File', submenu: [{ role: 'quit' } as const] }]),
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
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
    ...(isMac ? [] : [{ label: '&Help', submenu: [{ role: 'about' } as const] }]),
  ];
}

function themes(appearance: Appearance): MenuItemConstructorOptions[] {
  const entry = (value: Theme, label: string): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: appearance.theme() === value,
    click: () => appearance.setTheme(value),
  });
  return [entry('light', 'Light'), entry('dark', 'Dark'), entry('system', 'As the System')];
}
