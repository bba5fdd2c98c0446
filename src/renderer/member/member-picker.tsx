import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '#contract/member';
import { rowsOf } from '../bridge/paged-list.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { hasWords } from '../ui/has-words.ts';
import { useSelectionKept } from '../ui/use-selection-kept.ts';
import { membersOptions } from './member-queries.ts';
import { memberName, roleWords } from './member-words.ts';
import classes from './member-picker.module.css';

interface MemberPickerProps {
  label: string;
  organizationId: string;
  chosen: Member | undefined;
  onChoose: (member: Member | undefined) => void;
}

const typingPauseMs = 150;
const shownMembers = 50;
const longestSearch = 200;

/** Chooses one of an organization's members, the owner apart: type to search, the server looks. */
export function MemberPicker({ label, organizationId, chosen, onChoose }: MemberPickerProps) {
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = chosen ? '' : text.trim();
  const [asked] = useDebouncedValue(search, typingPauseMs);
  const query = useInfiniteQuery({
    ...membersOptions(organizationId, { role: 'all', sort: 'name', search: asked }),
    placeholderData: keepPreviousData,
  });
  // What an earlier search has found stands in until this one's answer is there, as far as it fits: one of it may be chosen.
  const isAnswer = search === asked && !query.isPlaceholderData;
  const members = rowsOf(query.data)
    .filter(
      (one) => one.role !== 'owner' && (isAnswer || hasWords(`${memberName(one)} ${one.email}`, search)),
    )
    .slice(0, shownMembers);
  useSelectionKept(members, () => combobox.updateSelectedOptionIndex());

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
          maxLength={longestSearch}
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
                  {member.email} · {roleWords[member.role]}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {members.length === 0 && (
            <Combobox.Empty>
              {query.isError
                ? problemSentence(query.error.problem)
                : query.isPending || !isAnswer
                  ? 'Looking…'
                  : asked === ''
                    ? 'There is no other member yet. Invite somebody first.'
                    : 'No member has a name or address like that.'}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
