import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { Organization } from '#contract/organization';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { rowsOf, totalOf } from '../bridge/paged-list.ts';
import { number } from '../ui/counted.ts';
import { hasWords } from '../ui/has-words.ts';
import { Initials } from '../ui/initials.tsx';
import { useSelectionKept } from '../ui/use-selection-kept.ts';
import { organizationsByName } from './organization-queries.ts';
import type { OrganizationSwitcherProps } from './organization-switcher.tsx';
import classes from './organization-switcher.module.css';
import { SwitcherButton } from './switcher-button.tsx';

const typingPauseMs = 150;
const isMac = navigator.userAgent.includes('Mac');

/** Where one chooses another organization: type to search, the server looks. Open at first. */
export function OrganizationChooser(props: OrganizationSwitcherProps) {
  const { current, onChoose, onOpenWindow, onCreate } = props;
  const listId = useId();
  // Held while one chooses: the choice goes into a window of its own.
  const apart = useRef(false);
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: (by) => {
      combobox.resetSelectedOption();
      // Whoever clicks elsewhere is there.
      if (by === 'keyboard') combobox.focusTarget();
      setSearch('');
    },
  });

  const open = useEffectEvent(() => combobox.openDropdown());
  useEffect(() => open(), []);

  return (
    <Combobox
      store={combobox}
      width="target"
      position="bottom-start"
      shadow="md"
      offset={4}
      onOptionSubmit={(organizationId) => {
        if (apart.current) onOpenWindow(organizationId);
        else onChoose(organizationId);
        apart.current = false;
        combobox.closeDropdown();
        combobox.focusTarget();
      }}
    >
      <Combobox.Target targetType="button">
        <SwitcherButton current={current} onClick={() => combobox.toggleDropdown()} />
      </Combobox.Target>
      <Combobox.Dropdown miw={280}>
        <Combobox.Search
          role="combobox"
          aria-expanded={combobox.dropdownOpened}
          aria-controls={listId}
          aria-label="Search organizations"
          placeholder="Search organizations"
          maxLength={200}
          value={search}
          onKeyDown={(event) => {
            apart.current = event.ctrlKey || event.metaKey;
          }}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
        {combobox.dropdownOpened && (
          <div
            role="presentation"
            onClickCapture={(event) => {
              apart.current = event.ctrlKey || event.metaKey;
            }}
          >
            <Found
              listId={listId}
              search={search.trim()}
              currentId={current?.id}
              onFound={() => combobox.updateSelectedOptionIndex()}
            />
            <Combobox.Footer>
              <button
                type="button"
                className={classes.create}
                onClick={() => {
                  combobox.closeDropdown();
                  combobox.focusTarget();
                  onCreate();
                }}
              >
                <IconPlus size={16} aria-hidden />
                New organization…
              </button>
            </Combobox.Footer>
            <Combobox.Footer className={classes.hint}>
              {isMac ? '⌘' : 'Ctrl'}+Enter or {isMac ? '⌘' : 'Ctrl'}+click opens it in its own window.
            </Combobox.Footer>
          </div>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface FoundProps {
  listId: string;
  search: string;
  currentId: string | undefined;
  /** Others are shown than before. */
  onFound: () => void;
}

/** What the server found, the first page of it: who looks for another one types more of its name. */
function Found({ listId, search, currentId, onFound }: FoundProps) {
  const [asked] = useDebouncedValue(search, typingPauseMs);
  const query = useInfiniteQuery({ ...organizationsByName(asked), placeholderData: keepPreviousData });
  // What an earlier search has found stands in until this one's answer is there, as far as it fits: one of it may be chosen.
  const isAnswer = search === asked && !query.isPlaceholderData;
  const organizations = rowsOf(query.data).filter(({ name }) => isAnswer || hasWords(name, search));
  useSelectionKept(organizations, onFound);

  if (query.isPending || (!isAnswer && organizations.length === 0))
    return <Combobox.Footer className={classes.hint}>Looking…</Combobox.Footer>;
  if (query.isError) {
    return <Combobox.Footer className={classes.hint}>{problemSentence(query.error.problem)}</Combobox.Footer>;
  }
  if (organizations.length === 0) {
    return <Combobox.Footer className={classes.hint}>No organization has a name like that.</Combobox.Footer>;
  }
  const { total, capped } = totalOf(query.data);
  return (
    <>
      <Combobox.Options id={listId} className={classes.options} aria-label="Organizations">
        {organizations.map((organization) => (
          <Choice key={organization.id} organization={organization} current={organization.id === currentId} />
        ))}
      </Combobox.Options>
      {total > organizations.length && (
        <Combobox.Footer className={classes.hint}>
          {number(organizations.length)} of {number(total)}
          {capped ? '+' : ''} are shown. Type to find the others.
        </Combobox.Footer>
      )}
    </>
  );
}

function Choice({ organization, current }: { organization: Organization; current: boolean }) {
  const { id, name, seats } = organization;
  return (
    <Combobox.Option value={id} active={current} className={classes.option}>
      <Initials name={name} shape="square" strong={current} />
      <span className={classes.name}>{name}</span>
      <span className={classes.seats} title="Seats used">
        {number(seats.used)}
        {seats.maxSeats === null ? '' : ` / ${number(seats.maxSeats)}`}
      </span>
      {current && <IconCheck size={16} role="img" aria-label="in view" />}
    </Combobox.Option>
  );
}
