import { Dialog } from '../components/form/dialog.tsx';
import classes from './shortcut-dialog.module.css';

const isMac = navigator.userAgent.includes('Mac');
const mod = isMac ? '⌘' : 'Ctrl';

const shortcuts: { title: string; keys: (readonly [string[], string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [[mod, 'K'], 'Command palette'],
      [[mod, 'F'], 'Search this list'],
      [['?'], 'Keyboard shortcuts'],
      [isMac ? ['⌘', '['] : ['Alt', '←'], 'Back'],
      [isMac ? ['⌘', ']'] : ['Alt', '→'], 'Forward'],
      [[mod, 'R'], 'Reload'],
      [[mod, '+'], 'Zoom in'],
      [[mod, '−'], 'Zoom out'],
      [[mod, '0'], 'Actual size'],
      [['Esc'], 'Close, or clear search'],
    ],
  },
  {
    title: 'In lists',
    keys: [
      [['Tab'], 'Next button or field'],
      [['↓'], 'Next row, or from search into the list'],
      [['↑'], 'Previous row'],
      [['Enter'], 'Open organization'],
      [[mod, 'Enter'], 'Open organization in a new window'],
      [['Space'], 'Select row or press button'],
    ],
  },
];

/** The list of all keyboard shortcuts. */
export function ShortcutDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" size={620} onClose={onClose}>
      <div className={classes.sheet}>
        {shortcuts.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.list}>
              {keys.map(([names, description]) => (
                <div key={description} className={classes.line}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name} className={classes.key}>
                        {name}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{description}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
