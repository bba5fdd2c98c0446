import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { isolate } from '#contract/isolate';
import { maxSearchLength } from '#contract/page';
import type { Organization } from '#contract/organization/api';
import { rowsOf, totalOf } from '../data/paged-list.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { matchesSearch } from '../lib/format/matches-search.ts';
import { Initials } from '../components/layout/initials.tsx';
import { useUpdateSelectedOption } from '../components/form/use-update-selected-option.ts';
import { organizationsByName } from './organization-queries.ts';
import type { OrganizationSwitcherProps } from './organization-switcher.tsx';
import classes from './organization-switcher.module.css';
import { SwitcherButton } from './switcher-button.tsx';

const typingPauseMs = 150;
const isMac = navigator.userAgent.includes('Mac');

/** Chooses another organization; the server searches while the user types. It is open at first. */
export function OrganizationChooser(props: OrganizationSwitcherProps) {
  const { current, onChoose, onOpenWindow, onCreate } = props;
  const listId = useId();
  // Whether Ctrl or Cmd was held: the organization opens in its own window.
  const apart = useRef(false);
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: (by) => {
      combobox.resetSelectedOption();
      // After a click elsewhere the focus stays there.
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
          maxLength={maxSearchLength}
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
              {isMac ? '⌘' : 'Ctrl'}+Enter or {isMac ? '⌘' : 'Ctrl'}+click opens it in a new window.
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
  /** Called when other organizations are shown. */
  onFound: () => void;
}

/** The first page of the results; more letters find the others. */
function Found({ listId, search, currentId, onFound }: FoundProps) {
  const [asked] = useDebouncedValue(search, typingPauseMs);
  const query = useInfiniteQuery({ ...organizationsByName(asked), placeholderData: keepPreviousData });
  // Until this search is answered, the results of the one before that match it are shown: one of them may be chosen.
  const isAnswer = search === asked && !query.isPlaceholderData;
  const organizations = rowsOf(query.data).filter(({ name }) => isAnswer || matchesSearch(name, search));
  useUpdateSelectedOption(organizations, onFound);

  if (query.isPending || (!isAnswer && organizations.length === 0))
    return <Combobox.Footer className={classes.hint}>Searching…</Combobox.Footer>;
  if (query.isError) {
    return <Combobox.Footer className={classes.hint}>{query.error.message}</Combobox.Footer>;
  }
  if (organizations.length === 0) {
    return <Combobox.Footer className={classes.hint}>No organizations found</Combobox.Footer>;
  }
  const { total, capped } = totalOf(query.data);
  return (
    <>
      <Combobox.Options id={listId} className={classes.options} aria-label="Organizations">
        {organizations.map((organization) => (
          <OrganizationOption
            key={organization.id}
            organization={organization}
            current={organization.id === currentId}
          />
        ))}
      </Combobox.Options>
      {total > organizations.length && (
        <Combobox.Footer className={classes.hint}>
          {formatNumber(organizations.length)} of {formatNumber(total)}
          {capped ? '+' : ''} shown. Type to find more.
        </Combobox.Footer>
      )}
    </>
  );
}

function OrganizationOption({ organization, current }: { organization: Organization; current: boolean }) {
  const { id, name, seats } = organization;
  return (
    <Combobox.Option value={id} active={current} className={classes.option}>
      <Initials name={name} shape="square" strong={current} />
      <span className={classes.name}>{isolate(name)}</span>
      <span className={classes.seats} title="Seats used">
        {formatNumber(seats.used)}
        {seats.maxSeats === null ? '' : ` / ${formatNumber(seats.maxSeats)}`}
      </span>
      {current && <IconCheck size={16} role="img" aria-label="current" />}
    </Combobox.Option>
  );
}
