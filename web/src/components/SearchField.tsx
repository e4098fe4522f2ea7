import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

const kPause = 250;

interface Properties {
  label: string;
  placeholder?: string;
  /** What is searched for now, as it stands in the address. */
  value: string | undefined;
  /** After a pause in typing; undefined for nothing. */
  onSearch: (text: string | undefined) => void;
}

/** Searches as one types. What another way changes (back, a link) appears in the field. */
export function SearchField({ label, placeholder = label, value = '', onSearch }: Properties) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text.trim();
    onSearch(told.current === '' ? undefined : told.current);
  }, kPause);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  const change = (text: string) => {
    setTyped(text);
    tell(text);
  };
  return (
    <TextInput
      role="searchbox"
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed !== '' && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
