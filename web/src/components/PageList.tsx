import { Group, Pagination, Text } from '@mantine/core';
import { formatCount } from '@/lib/format';

export interface PagesProperties {
  /** From 1. */
  page: number;
  pages: number;
  onChange: (page: number) => void;
  /** What is paged, as "Crates". */
  label: string;
}

const kControls = { first: 'First page', previous: 'Page before', next: 'Next page', last: 'Last page' };

export function PageList({ page, pages, onChange, label }: PagesProperties) {
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
