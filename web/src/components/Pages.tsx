import { Group, Pagination, Text } from '@mantine/core';
import { formatCount } from '@/lib/format';

interface Properties {
  /** From 1. */
  page: number;
  pages: number;
  onChange: (page: number) => void;
  /** What is paged, as "Crates". */
  label: string;
}

const kControls = { first: 'First page', previous: 'Page before', next: 'Next page', last: 'Last page' };

/** The way to the other pages of a list; nothing where there is only one. */
export function Pages({ page, pages, onChange, label }: Properties) {
  if (pages <= 1) return null;
  return (
    <Group component="nav" aria-label={`${label}: pages`} justify="center" mt="lg" gap="sm">
      <Pagination
        value={page}
        total={pages}
        onChange={onChange}
        siblings={1}
        boundaries={1}
        getControlProps={(control) => ({ 'aria-label': kControls[control] })}
        getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
      />
      <Text size="sm" c="dimmed" visibleFrom="sm">
        Page {formatCount(page)} of {formatCount(pages)}
      </Text>
    </Group>
  );
}
