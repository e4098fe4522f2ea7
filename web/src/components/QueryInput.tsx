import { Box, CloseButton, Combobox, Group, Text, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { completeField, fieldsFor } from '@/lib/query_language';
import { lazyPart } from './lazy_part';

const QueryHelp = lazyPart(
  async () => (await import('./QueryHelp')).QueryHelp,
  () => <Box w={28} h={28} />,
);

interface Properties {
  value: string;
  onChange: (query: string) => void;
  label: ReactNode;
  /** The label is for screen readers only. */
  hideLabel?: boolean;
  description?: ReactNode;
  placeholder?: string;
  error?: ReactNode;
}

/** A query in the search language, with its help and completion of the names of fields. */
export function QueryInput({ value, onChange, label, hideLabel = false, description, placeholder, error }: Properties) {
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(0);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const fields = fieldsFor(value, cursor);
  const follow = () => setCursor(input.current?.selectionStart ?? 0);
  const complete = (field: string) => {
    const done = completeField(value, cursor, field);
    onChange(done.query);
    setCursor(done.cursor);
    box.closeDropdown();
    // After React has written the new text.
    requestAnimationFrame(() => input.current?.setSelectionRange(done.cursor, done.cursor));
  };
  return (
    <Combobox store={box} onOptionSubmit={complete} position="bottom-start" width={420} middlewares={{ shift: true }}>
      <Combobox.Target withExpandedAttribute targetType="input">
        <TextInput
          ref={input}
          label={hideLabel ? undefined : label}
          aria-label={hideLabel && typeof label === 'string' ? label : undefined}
          description={description}
          placeholder={placeholder}
          error={error}
          value={value}
          onChange={(event) => {
            const { value: typed, selectionStart } = event.currentTarget;
            onChange(typed);
            setCursor(selectionStart ?? 0);
            box.resetSelectedOption();
            if (fieldsFor(typed, selectionStart ?? 0).length === 0) box.closeDropdown();
            else box.openDropdown();
          }}
          onKeyUp={follow}
          onClick={follow}
          onBlur={() => box.closeDropdown()}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSectionWidth={value === '' ? 36 : 68}
          rightSectionPointerEvents="all"
          rightSection={
            <Group gap={2} wrap="nowrap">
              {value !== '' && (
                <CloseButton
                  size="sm"
                  aria-label="Clear the query"
                  onClick={() => {
                    onChange('');
                    input.current?.focus();
                  }}
                />
              )}
              <QueryHelp />
            </Group>
          }
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1024}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={fields.length === 0}>
        <Combobox.Options aria-label="Fields" mah={280} style={{ overflowY: 'auto' }}>
          {fields.map(({ name, what }) => (
            <Combobox.Option key={name} value={name}>
              <Text size="sm" span fw={600}>
                {name}:
              </Text>{' '}
              <Text size="sm" span c="dimmed">
                {what}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
