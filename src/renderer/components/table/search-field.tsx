import { maxSearchLength } from '#contract/page';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

interface SearchFieldProps {
  /** What is searched: "Search members". */
  label: string;
  /** Called a moment after the last key; the empty string stands for no search. */
  onSearch: (search: string) => void;
  /** What the search begins with. */
  initial?: string | undefined;
}

const typingPauseMs = 150;

/** Searches the list while the user types. */
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
      maxLength={maxSearchLength}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        // An input method takes Escape to give up what it composes.
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) change('');
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
