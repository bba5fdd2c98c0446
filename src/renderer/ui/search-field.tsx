import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

interface SearchFieldProps {
  /** What is searched: "Search members". */
  label: string;
  /** Called a moment after the last letter; the empty string for no search. */
  onSearch: (search: string) => void;
  /** What is searched at first. */
  initial?: string | undefined;
}

const typingPauseMs = 150;
/** What the server takes. */
const longestSearch = 200;

/** Narrows the list in view while one types. */
export function SearchField({ label, onSearch, initial = '' }: SearchFieldProps) {
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback(onSearch, typingPauseMs);

  function change(next: string): void {
    setText(next);
    search(next.trim());
  }

  return (
    <TextInput
      type="text"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      w={240}
      maxLength={longestSearch}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') change('');
      }}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => change('')} />
      }
      spellCheck={false}
      autoComplete="off"
    />
  );
}
