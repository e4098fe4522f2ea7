import { Button, Collapse, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { SchemaSetup } from '@/api/schema';
import type { SetupSearch } from '@/pages/repository/searches';

const kNames = ['crate', 'version', 'registry'] as const;
type Name = (typeof kNames)[number];

const kFields: Readonly<Record<Name, { label: string; description: string }>> = {
  crate: { label: 'Crate', description: 'The one that the lines use.' },
  version: { label: 'Version', description: 'The newest, unless another is named.' },
  registry: { label: 'Name of the registry', description: 'What cargo calls this repository in your files.' },
};

interface Properties {
  setup: SchemaSetup;
  search: SetupSearch;
  onChange: (name: Name, value: string | undefined) => void;
}

/** The words in the lines that are a matter of taste. They are taken over on leaving the field and by Enter. */
export function Names({ setup, search, onChange }: Properties) {
  const chosen: Record<Name, string> = {
    crate: setup.chosen.crate,
    version: setup.chosen.version,
    registry: setup.registry,
  };
  const [opened, { toggle }] = useDisclosure(kNames.some((name) => search[name] !== undefined));
  const Icon = opened ? IconChevronUp : IconChevronDown;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={toggle}
        aria-expanded={opened}
        rightSection={<Icon size={14} aria-hidden />}
      >
        Names in the lines
      </Button>
      <Collapse expanded={opened}>
        <Stack gap="xs" mt="xs">
          {kNames.map((name) => (
            <TextInput
              key={`${name} ${search[name] ?? ''}`}
              label={kFields[name].label}
              description={kFields[name].description}
              defaultValue={search[name] ?? ''}
              placeholder={chosen[name]}
              onBlur={(event) => {
                const typed = event.currentTarget.value.trim();
                if (typed !== (search[name] ?? '')) onChange(name, typed === '' ? undefined : typed);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') event.currentTarget.blur();
              }}
              spellCheck={false}
              autoComplete="off"
            />
          ))}
        </Stack>
      </Collapse>
    </div>
  );
}
