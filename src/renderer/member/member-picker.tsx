import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { maxSearchLength } from '#contract/page';
import type { Member } from '#contract/member/api';
import { rowsOf, totalOf } from '../data/paged-list.ts';
import { matchesSearch } from '../lib/format/matches-search.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { useUpdateSelectedOption } from '../components/form/use-update-selected-option.ts';
import { membersOptions } from './member-queries.ts';
import { roleLabel } from '../data/role-labels.ts';
import { memberName } from './member-labels.ts';
import classes from './member-picker.module.css';
import { formatEmail } from '../data/format-email.ts';

interface MemberPickerProps {
  label: string;
  organizationId: string;
  chosen: Member | undefined;
  onChoose: (member: Member | undefined) => void;
}

const typingPauseMs = 150;
const shownMembers = 50;

/** Chooses one of an organization's members except the owner. The server searches while the user types. */
export function MemberPicker({ label, organizationId, chosen, onChoose }: MemberPickerProps) {
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = chosen ? '' : text.trim();
  const [asked] = useDebouncedValue(search, typingPauseMs);
  const query = useInfiniteQuery({
    ...membersOptions(organizationId, { role: 'all', sort: 'name', search: asked }),
    placeholderData: keepPreviousData,
  });
  // Until this search is answered, the results of the one before that match it are shown: one of them may be chosen.
  const isAnswer = search === asked && !query.isPlaceholderData;
  const members = rowsOf(query.data)
    .filter(
      (one) => one.role !== 'owner' && (isAnswer || matchesSearch(`${memberName(one)} ${one.email}`, search)),
    )
    .slice(0, shownMembers);
  const { total } = totalOf(query.data);
  useUpdateSelectedOption(members, () => combobox.updateSelectedOptionIndex());

  function choose(memberId: string): void {
    const member = members.find(({ id }) => id === memberId);
    if (!member) return;
    onChoose(member);
    setText(memberName(member));
    combobox.closeDropdown();
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          label={label}
          description="Search by name or address"
          data-autofocus
          maxLength={maxSearchLength}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onChoose(undefined);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={label} className={classes.options}>
          {members.map((member) => (
            <Combobox.Option key={member.id} value={member.id} active={member.id === chosen?.id}>
              <span className={classes.member}>
                <span className={classes.name}>{memberName(member)}</span>
                <span className={classes.details}>
                  {formatEmail(member.email)} · {roleLabel(member.role)}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {members.length === 0 && (
            <Combobox.Empty>
              {query.isError
                ? query.error.message
                : query.isPending || !isAnswer
                  ? 'Searching…'
                  : asked === ''
                    ? 'There’s no one else here yet. Invite a member first.'
                    : 'No members found'}
            </Combobox.Empty>
          )}
        </Combobox.Options>
        {isAnswer && members.length > 0 && total > shownMembers && (
          <Combobox.Footer className={classes.hint}>
            Only {formatNumber(members.length)} members are shown. Type to find more.
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}
