import { Modal } from '@mantine/core';
import classes from './shortcut-sheet.module.css';

const mod = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';

const shortcuts: { title: string; keys: (readonly [string[], string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [[mod, 'K'], 'Command palette: go to, invite, resend, revoke …'],
      [[mod, 'F'], 'Search the list in view'],
      [['?'], 'This list'],
      [[mod, 'R'], 'Reload'],
      [[mod, '+'], 'Larger'],
      [[mod, '−'], 'Smaller'],
      [[mod, '0'], 'Usual size'],
      [['Esc'], 'Close, or clear the search'],
    ],
  },
  {
    title: 'In lists',
    keys: [
      [['Tab'], 'To the next button or field'],
      [['↓'], 'To the next row; from the search into the list'],
      [['↑'], 'To the row before'],
      [['Enter'], 'Open the organization'],
      [[mod, 'Enter'], 'Open the organization in its own window'],
      [['Space'], 'Select the row, press the button'],
    ],
  },
];

/** All keys at a glance. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keyboard shortcuts"
      size={620}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.sheet}>
        {shortcuts.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.list}>
              {keys.map(([names, words]) => (
                <div key={words} className={classes.line}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name} className={classes.key}>
                        {name}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
