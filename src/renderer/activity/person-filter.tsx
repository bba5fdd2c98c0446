import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleOptions } from './activity-queries.ts';

export interface Actor {
  id: string;
  name: string;
}

interface PersonFilterProps {
  organizationId: string;
  /** Also somebody who is no member: support staff, somebody who has left. */
  person: Actor | undefined;
  onChange: (person: Actor | undefined) => void;
}

const typingPauseMs = 150;
const anybody = { value: 'anybody', label: 'Anybody' };

/** Whose deeds are shown: one types the beginning of a name, the server looks. */
export function PersonFilter({ organizationId, person, onChange }: PersonFilterProps) {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), typingPauseMs);
  const { data: found = [] } = useQuery(
    // What is chosen stands in the field; it is no search.
    peopleOptions(organizationId, asked === (person?.name ?? anybody.label) ? '' : asked),
  );
  const people = person && !found.some(({ id }) => id === person.id) ? [person, ...found] : found;

  return (
    <Select
      aria-label="Filter by person"
      placeholder="Search members"
      allowDeselect={false}
      w={168}
      searchable
      withScrollArea={false}
      styles={{ dropdown: { maxHeight: 280, overflowY: 'auto' } }}
      maxLength={200}
      data={[anybody, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      // The server has looked already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      value={person?.id ?? anybody.value}
      onChange={(id) => onChange(people.find((one) => one.id === id))}
      nothingFoundMessage="No member has a name like that."
    />
  );
}
