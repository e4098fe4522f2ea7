import { Badge, Box, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { SchemaCrateSummary } from '@/api/schema';
import { Link } from '@/components/Link';
import { Time } from '@/components/Time';
import { counted, formatCount } from '@/lib/format';
import classes from './CrateRows.module.css';
import { usePlace } from './queries';

/** As high as a row with one line of description is. */
export const kCrateRowHeight = 76;

/** One crate below the other; faded while others are on their way. */
export function CrateRows({ crates, isOld }: { crates: SchemaCrateSummary[]; isOld: boolean }) {
  return (
    <Box component="ul" className={classes.list} data-old={isOld || undefined} aria-label="Crates" aria-busy={isOld}>
      {crates.map((crate) => (
        <CrateRow key={crate.name} crate={crate} />
      ))}
    </Box>
  );
}

function CrateRow({ crate }: { crate: SchemaCrateSummary }) {
  const place = usePlace();
  return (
    <li className={classes.row}>
      <Stack gap={2} flex="1 1 300px" miw={0}>
        <Group gap="xs" wrap="wrap">
          <Link to="/$namespace/$repository/@{$crate}" params={{ ...place, crate: crate.name }} fw={600}>
            {crate.name}
          </Link>
          <Text size="sm" c="dimmed" span ff="monospace">
            {crate.newest_version}
          </Text>
          {crate.is_yanked && (
            <Badge size="sm" variant="light" color="orange">
              yanked
            </Badge>
          )}
        </Group>
        <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }} c={crate.description === '' ? 'dimmed' : ''}>
          {crate.description === '' ? 'No description' : crate.description}
        </Text>
      </Stack>
      <div className={classes.numbers}>
        <Text size="sm" title={counted(crate.downloads, 'download')}>
          <IconDownload size={14} aria-hidden className={classes.icon} /> {formatCount(crate.downloads)}
          <span className="visually-hidden"> {crate.downloads === 1 ? 'download' : 'downloads'}</span>
        </Text>
        <Text size="sm" c="dimmed">
          {counted(crate.versions, 'version')}
        </Text>
        <Text size="sm" c="dimmed" span>
          <Time at={crate.updated_at} isPast />
        </Text>
      </div>
    </li>
  );
}
