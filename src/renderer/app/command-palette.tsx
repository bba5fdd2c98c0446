import { Combobox, Modal, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { maxSearchLength } from '#contract/page';
import type { Invite } from '#contract/invite/api';
import { useReturnFocus } from '../components/form/use-return-focus.ts';
import { toastError } from '../components/feedback/toast.ts';
import { disabledReasonOf } from '../action/action.ts';
import { ask } from '../action/question.ts';
import { useActionContext, useRunAction } from '../action/use-action.ts';
import classes from './command-palette.module.css';
import { matching, type PaletteGroup } from './palette-entry.ts';
import type { PaletteInviteAction } from './palette-invite-actions.ts';
import { useCurrentOrganization } from './use-current-organization.ts';
import { usePaletteCommands } from './use-palette-commands.tsx';
import { usePaletteFound, usePaletteInvites } from './use-palette-found.tsx';
import { usePaletteRecents } from './use-palette-recents.tsx';

const typingPauseMs = 120;

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Finds commands, organizations, people and invites by a few letters; what one had to do with last comes first. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  useReturnFocus();
  const organization = useCurrentOrganization();
  const context = useActionContext();
  const listId = useId();
  const [search, setSearch] = useState('');
  /** The action of which the invite is being chosen. */
  const [chosen, setChosen] = useState<PaletteInviteAction>();
  const typed = search.trim();
  const [asked] = useDebouncedValue(typed, typingPauseMs);
  const [, setFirst] = useState<string | null>(null);
  // The list comes a moment after the palette: only then its first entry can be selected.
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  // The palette is closed by then, and the invite may be in no row that is in view: a toast shows a problem.
  const run = useRunAction();

  const commands = usePaletteCommands({
    organizationId: organization?.id,
    onChooseInvite: (choice) => {
      setChosen(choice);
      setSearch('');
    },
    onShortcuts,
  });
  const recents = matching(usePaletteRecents(organization?.id), search);
  const found = usePaletteFound(organization, chosen ? { typed: '', asked: '' } : { typed, asked }, startOn);
  const invites = usePaletteInvites(
    organization?.id,
    { typed, asked },
    chosen && ((invite) => startOn(chosen, invite)),
  );

  function startOn({ action }: PaletteInviteAction, invite: Invite): void {
    const disabledReason = disabledReasonOf(action, invite, context);
    // The palette closes first, so that the focus is back where it was when a question takes it.
    flushSync(onClose);
    const confirmation = action.confirmation?.([invite]);
    if (disabledReason !== undefined) toastError(disabledReason);
    else if (confirmation)
      ask({ confirmation, objectKey: action.keyOf(invite), onConfirm: () => run(action, invite) });
    else run(action, invite);
  }

  const isRecent = new Set(recents.map(({ id }) => id));
  const groups: PaletteGroup[] = (
    chosen
      ? [{ title: chosen.heading, entries: invites.entries }]
      : [
          { title: 'Recent', entries: recents },
          { title: 'Commands', entries: matching(commands, search) },
          ...found.groups.map(({ title, entries }) => ({
            title,
            entries: entries.filter(({ id }) => !isRecent.has(id)),
          })),
        ]
  ).filter(({ entries }) => entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const shownIds = entries.map(({ id }) => id).join(' ');
  const waiting = asked !== typed || (chosen ? invites.loading : found.loading);

  useEffect(() => {
    // Renders again, so that the field names its list, which did not exist before.
    setFirst(combobox.selectFirstOption());
    // Only a change of the entries shown counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [shownIds, list]);

  const label = chosen === undefined ? 'Search or type a command' : 'Search open invites';
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="14vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Command palette">
        <Combobox
          store={combobox}
          onOptionSubmit={(id) => {
            const entry = entries.find((one) => one.id === id);
            if (!entry) return;
            // The palette closes first, so that the focus can move to where the entry leads.
            if (!entry.stays) flushSync(onClose);
            entry.run();
          }}
        >
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              aria-label={label}
              placeholder={label}
              data-autofocus
              className={classes.search}
              maxLength={maxSearchLength}
              spellCheck={false}
              autoComplete="off"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              onKeyDown={(event) => {
                const isComposing = event.nativeEvent.isComposing;
                if (event.key === 'Backspace' && search === '' && chosen && !isComposing)
                  setChosen(undefined);
              }}
            />
          </Combobox.EventsTarget>
          <Combobox.Options
            ref={setList}
            id={listId}
            tabIndex={0}
            aria-label="Results"
            className={classes.options}
          >
            {groups.map((group) => (
              <Combobox.Group key={group.title} label={group.title}>
                {group.entries.map((entry) => (
                  <Combobox.Option key={entry.id} value={entry.id} className={classes.option}>
                    <span aria-hidden className={classes.icon}>
                      {entry.icon}
                    </span>
                    <span className={classes.label}>{entry.label}</span>
                    {entry.note !== undefined && <span className={classes.note}>{entry.note}</span>}
                    {entry.keys !== undefined && <kbd className={classes.keys}>{entry.keys}</kbd>}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
          </Combobox.Options>
          <p role="status" className={classes.nothing}>
            {entries.length === 0 && (waiting ? 'Searching…' : 'No results')}
          </p>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}
