import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { maxSearchLength } from '#contract/page';
import { peopleOptions } from './activity-queries.ts';

export interface Actor {
  id: string;
  name: string;
}

interface PersonFilterProps {
  organizationId: string;
  /** It may be a person who is no member: support staff, or a former member. */
  person: Actor | undefined;
  onChange: (person: Actor | undefined) => void;
}

const typingPauseMs = 150;
const anyone = { value: 'anyone', label: 'Anyone' };
const noPeople: { people: Actor[]; hasMore: boolean } = { people: [], hasMore: false };
/** The end of a list that has only the first of the members. */
const more = { value: 'more', label: 'Type to find more', disabled: true };

/** Shows only what one person did: the server searches members by the beginning of a name. */
export function PersonFilter({ organizationId, person, onChange }: PersonFilterProps) {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), typingPauseMs);
  const { data: { people: found, hasMore } = noPeople } = useQuery(
    // The name of the chosen person is in the field, but is not a search.
    peopleOptions(organizationId, asked === (person?.name ?? anyone.label) ? '' : asked),
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
      maxLength={maxSearchLength}
      data={[
        anyone,
        ...people.map(({ id, name }) => ({ value: id, label: name })),
        ...(hasMore ? [more] : []),
      ]}
      // The server has filtered them already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      value={person?.id ?? anyone.value}
      onChange={(id) => onChange(people.find((one) => one.id === id))}
      nothingFoundMessage="No members found"
    />
  );
}
