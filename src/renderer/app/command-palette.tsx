import { Combobox, Modal, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Invite } from '#contract/invite';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { applyInvite } from '../invite/invite-queries.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import classes from './command-palette.module.css';
import { matching, type PaletteGroup } from './palette-entry.ts';
import { useCurrentOrganization } from './sidebar.tsx';
import { usePaletteCommands } from './use-palette-commands.tsx';
import { usePaletteFound, usePaletteInvites } from './use-palette-found.tsx';

const typingPauseMs = 120;

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Everything by typing a few letters: places, people, invites, and what can be done. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const organization = useCurrentOrganization();
  const block = useActionBlock();
  const listId = useId();
  const [search, setSearch] = useState('');
  const [deed, setDeed] = useState<'resend' | 'revoke'>();
  const [revoking, setRevoking] = useState<Invite>();
  const typed = search.trim();
  const [asked] = useDebouncedValue(typed, typingPauseMs);
  const [, setFirst] = useState<string | null>(null);
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const resend = useInviteDeed('resend');
  const revoke = useInviteDeed('revoke');

  const commands = usePaletteCommands({
    organizationId: organization?.id,
    onChooseInvite: (chosen) => {
      setDeed(chosen);
      setSearch('');
    },
    onShortcuts,
  });
  const found = usePaletteFound(organization, deed ? { typed: '', asked: '' } : { typed, asked });
  const invites = usePaletteInvites(organization?.id, { typed, asked }, deed && chooseInvite);

  function chooseInvite(invite: Invite): void {
    if (block !== undefined) {
      reportFailure(block);
      onClose();
    } else if (deed === 'revoke') {
      setRevoking(invite);
    } else {
      resend.mutate(invite);
      onClose();
    }
  }

  const groups: PaletteGroup[] = (
    deed
      ? [
          {
            title: deed === 'resend' ? 'Resend the invite to' : 'Revoke the invite to',
            entries: invites.entries,
          },
        ]
      : [{ title: 'Commands', entries: matching(commands, search) }, ...found.groups]
  ).filter(({ entries }) => entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const shownIds = entries.map(({ id }) => id).join(' ');
  const waiting = asked !== typed || (deed ? invites.loading : found.loading);

  useEffect(() => {
    // Drawn once more, so that the field names its list, which was not there before.
    setFirst(combobox.selectFirstOption());
    // What is shown has changed, and only that counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [shownIds]);

  if (revoking) {
    return (
      <ConfirmDialog
        title={`Revoke the invite to ${revoking.email}?`}
        confirmLabel="Revoke"
        block={block}
        onConfirm={() => revoke.mutate(revoking)}
        onClose={onClose}
      >
        <p>The link in the e-mail stops working at once, and the seat is free again.</p>
      </ConfirmDialog>
    );
  }

  const label = deed === undefined ? 'Search or type a command' : 'Search open invites';
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="14vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Command palette">
        <Combobox
          store={combobox}
          onOptionSubmit={(id) => {
            const entry = entries.find((one) => one.id === id);
            if (!entry) return;
            // It is gone before anything is done, so that the focus can go where the entry leads.
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
              maxLength={200}
              spellCheck={false}
              autoComplete="off"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Backspace' && search === '' && deed) setDeed(undefined);
              }}
            />
          </Combobox.EventsTarget>
          <Combobox.Options id={listId} tabIndex={0} aria-label="Found" className={classes.options}>
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
            {entries.length === 0 && (waiting ? 'Looking…' : 'Nothing matches.')}
          </p>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}

const doneWords = {
  resend: (email: string) => `Invite sent again to ${email}.`,
  revoke: (email: string) => `The invite to ${email} was revoked. Its link does not work any more.`,
};

/** It goes on when the palette has closed. */
function useInviteDeed(deed: 'resend' | 'revoke') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ organizationId, id }: Invite) =>
      unwrap(bridge.invite[deed]({ organizationId, inviteId: id })),
    onSuccess: (invite) => {
      applyInvite(client, invite);
      confirmDone(doneWords[deed](invite.email));
    },
    onError: ({ problem }, { email }) => reportFailure(`${email}: ${problemSentence(problem)}`),
  });
}
