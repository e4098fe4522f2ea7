import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '@/lib/use_page_title';

interface Properties {
  /** What the browser's tab and the history say; the product's name is added. */
  title: string;
  /** What stands on the page, where that is more than the title. */
  children?: ReactNode;
  /** One sentence under it. */
  description?: ReactNode;
  /** Buttons at its right. */
  actions?: ReactNode;
  /** 1 on a page of its own, 2 below a heading that several pages share. */
  order?: 1 | 2;
}

/** The heading of a page, which names the browser's tab too. */
export function PageTitle({ title, children, description, actions, order = 1 }: Properties) {
  usePageTitle(title);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <div>
        <Title order={order} size={order === 1 ? 'h2' : 'h3'} style={{ overflowWrap: 'anywhere' }}>
          {children ?? title}
        </Title>
        {description !== undefined && (
          <Text c="dimmed" mt={4}>
            {description}
          </Text>
        )}
      </div>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
