import { ActionIcon, Box, Code, Popover, ScrollArea, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { Fragment } from 'react';
import { kQueryFields, kQueryForms } from '@/lib/query_language';

/** The search language on one small page. */
export function QueryHelp() {
  return (
    <Popover width={460} position="bottom-end" shadow="md" trapFocus withRoles returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Help on the search language">
          <IconHelp size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 32px)" p={0}>
        <ScrollArea.Autosize
          mah="min(60vh, 480px)"
          viewportProps={{ tabIndex: 0, 'aria-label': 'The search language' }}
        >
          <HelpList title="Putting terms together" rows={kQueryForms} />
          <HelpList title="Fields" rows={kQueryFields.map(({ example, what }) => [example, what] as const)} />
          <Text size="xs" c="dimmed" px="sm" pb="sm">
            AND, OR and NOT are written in capitals; between terms stands AND by itself.
          </Text>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function HelpList({ title, rows }: { title: string; rows: ReadonlyArray<readonly [string, string]> }) {
  return (
    <Box component="section" p="sm">
      <Text component="h3" size="sm" fw={600} mb={6}>
        {title}
      </Text>
      <Box component="dl" m={0} style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '8px 12px' }}>
        {rows.map(([write, finds]) => (
          <Fragment key={write}>
            <dt>
              <Code style={{ whiteSpace: 'nowrap' }}>{write}</Code>
            </dt>
            <Text component="dd" m={0} size="sm">
              {finds}
            </Text>
          </Fragment>
        ))}
      </Box>
    </Box>
  );
}
