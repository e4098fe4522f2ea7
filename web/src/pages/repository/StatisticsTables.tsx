import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type {
  SchemaStatisticsCrate,
  SchemaStatisticsDay,
  SchemaStatisticsToken,
  SchemaStatisticsVersion,
} from '@/api/schema';
import { Link } from '@/components/Link';
import { formatDay } from '@/lib/days';
import { formatBytes, formatCount } from '@/lib/format';
import { usePlace } from './queries';

/** Below, the number of bytes is written out anyway. */
const kExactFrom = 1000;

interface Row {
  key: string;
  name: ReactNode;
  downloads: number;
  bytes: number;
}

/** Every number of the charts, exact, the newest day first. */
export function DaysTable({ days }: { days: SchemaStatisticsDay[] }) {
  const rows = [...days].reverse().map(({ day, ...counts }) => ({ key: day, name: formatDay(day), ...counts }));
  return <Counts caption="Downloads and bandwidth per day" first="Day (UTC)" rows={rows} isExact />;
}

export function TopCrates({ rows }: { rows: SchemaStatisticsCrate[] }) {
  const place = usePlace();
  return (
    <Counts
      caption="Most downloaded crates"
      first="Crate"
      rows={rows.map(({ name, ...counts }) => ({
        key: name,
        name: (
          <Link inherit to="/$namespace/$repository/@{$crate}" params={{ ...place, crate: name }}>
            {name}
          </Link>
        ),
        ...counts,
      }))}
    />
  );
}

export function TopVersions({ rows }: { rows: SchemaStatisticsVersion[] }) {
  const place = usePlace();
  return (
    <Counts
      caption="Most downloaded versions"
      first="Version"
      rows={rows.map(({ name, version, ...counts }) => ({
        key: `${name} ${version}`,
        name: (
          <Link inherit to="/$namespace/$repository/@{$crate}/$version" params={{ ...place, crate: name, version }}>
            {name} {version}
          </Link>
        ),
        ...counts,
      }))}
    />
  );
}

export function TopTokens({ rows }: { rows: SchemaStatisticsToken[] }) {
  return (
    <Counts
      caption="Most used tokens"
      first="Token"
      rows={rows.map(({ name, slug_perm, ...counts }) => ({ key: slug_perm, name, ...counts }))}
    />
  );
}

interface CountsProperties {
  caption: string;
  first: string;
  rows: Row[];
  /** Every byte, not only on hover. */
  isExact?: boolean;
}

function Counts({ caption, first, rows, isExact = false }: CountsProperties) {
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': caption } }}>
      <Table captionSide="top" highlightOnHover>
        <Table.Caption ta="left" fw={600} c="var(--mantine-color-text)" mt={0}>
          {caption}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{first}</Table.Th>
            <Table.Th scope="col" ta="right">
              Downloads
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Bandwidth
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={3}>
                <Text size="sm" c="dimmed">
                  Nothing was downloaded in these days.
                </Text>
              </Table.Td>
            </Table.Tr>
          )}
          {rows.map((row) => (
            <Table.Tr key={row.key}>
              <Table.Td style={{ overflowWrap: 'break-word' }}>{row.name}</Table.Td>
              <Table.Td ta="right">{formatCount(row.downloads)}</Table.Td>
              <Table.Td ta="right" title={`${formatCount(row.bytes)} bytes`} style={{ whiteSpace: 'nowrap' }}>
                {formatBytes(row.bytes)}
                {isExact && row.bytes >= kExactFrom && (
                  <Text span size="sm" c="dimmed">
                    {' '}
                    ({formatCount(row.bytes)} bytes)
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
