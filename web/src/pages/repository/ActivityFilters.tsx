import { Group, MultiSelect, TextInput } from '@mantine/core';
import { kindWords } from '@/lib/events';
import { useDebouncedText } from '@/lib/use_debounced_text';
import type { ActivitySearch } from './searches';

interface Properties {
  search: ActivitySearch;
  /** The kinds that one may see here. */
  kinds: readonly string[];
  onChange: (search: ActivitySearch) => void;
}

export function ActivityFilters({ search, kinds, onChange }: Properties) {
  const chosen = search.kind?.split(',') ?? [];
  const offered = [...new Set([...kinds, ...chosen])];
  const [actor, setActor] = useDebouncedText(search.actor ?? '', (text) =>
    onChange({ actor: text.trim() || undefined }),
  );
  const [crate, setCrate] = useDebouncedText(search.crate ?? '', (text) =>
    onChange({ crate: text.trim() || undefined }),
  );
  return (
    <Group align="flex-start" gap="sm" role="search" aria-label="Filter events">
      <MultiSelect
        flex="2 1 260px"
        label="Kinds"
        placeholder={chosen.length === 0 ? 'All kinds' : undefined}
        data={offered.map((kind) => ({ value: kind, label: kindWords(kind) }))}
        value={chosen}
        onChange={(words) => onChange({ kind: words.length === 0 ? undefined : words.join(',') })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All kinds' }}
        hidePickedOptions
      />
      <TextInput
        flex="1 1 140px"
        label="Who"
        placeholder="Anybody"
        value={actor}
        onChange={(event) => setActor(event.currentTarget.value)}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        flex="1 1 140px"
        label="Crate"
        placeholder="Any"
        value={crate}
        onChange={(event) => setCrate(event.currentTarget.value)}
        autoCapitalize="none"
        spellCheck={false}
      />
    </Group>
  );
}
