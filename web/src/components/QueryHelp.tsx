import { ActionIcon, Code, Popover, ScrollArea, Table, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
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
          <HelpTable caption="Putting terms together" rows={kQueryForms} />
          <HelpTable caption="Fields" rows={kQueryFields.map(({ example, what }) => [example, what] as const)} />
          <Text size="xs" c="dimmed" px="sm" pb="sm">
            AND, OR and NOT are written in capitals; between terms stands AND by itself.
          </Text>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function HelpTable({ caption, rows }: { caption: string; rows: ReadonlyArray<readonly [string, string]> }) {
  return (
    <Table captionSide="top" verticalSpacing={4} horizontalSpacing="sm" withRowBorders={false}>
      <Table.Caption ta="left" fw={600} px="sm" mt="sm" c="var(--mantine-color-text)">
        {caption}
      </Table.Caption>
      <Table.Thead className="visually-hidden">
        <Table.Tr>
          <Table.Th>Write</Table.Th>
          <Table.Th>Finds</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([write, finds]) => (
          <Table.Tr key={write}>
            <Table.Td>
              <Code style={{ whiteSpace: 'nowrap' }}>{write}</Code>
            </Table.Td>
            <Table.Td>{finds}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
