import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { IconArchive, IconShieldLock } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import type { SchemaCrateVersion } from '@/api/schema';
import { CrateTabs } from './CrateTabs';
import { VersionActions } from './lazy_version_actions';
import { useVersion } from './use_crate';
import { VersionSelect } from './VersionSelect';

/** What stands above all pages of a crate: its name, which version is looked at, and what is the matter with that. */
export function CrateLayout() {
  const { crate, version } = useVersion();
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Group gap="sm" style={{ minWidth: 0 }}>
            <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
              {crate.name}
            </Title>
            <VersionSelect />
            <VersionBadges version={version} />
          </Group>
          <VersionActions version={version} />
        </Group>
        {crate.description !== '' && (
          <Text maw={800} style={{ overflowWrap: 'anywhere' }}>
            {crate.description}
          </Text>
        )}
        <Warnings version={version} />
        <CrateTabs />
      </Stack>
      <div>
        <Outlet />
      </div>
    </Stack>
  );
}

/** What a version is marked with. */
export function VersionBadges({ version: { yanked, quarantined, tags } }: { version: SchemaCrateVersion }) {
  return (
    <Group component="span" gap={6}>
      {yanked && (
        <Badge component="span" color="red.9" variant="filled">
          Yanked
        </Badge>
      )}
      {quarantined && (
        <Badge component="span" color="#a83a00" variant="filled">
          Quarantined
        </Badge>
      )}
      {tags.map((tag) => (
        <Badge component="span" key={tag} variant="default" tt="none">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}

function Warnings({ version: { version, yanked, quarantined } }: { version: SchemaCrateVersion }) {
  return (
    <>
      {quarantined && (
        <Alert color="orange" icon={<IconShieldLock aria-hidden />} title={`${version} is in quarantine`}>
          Nobody can download it, and its files are not shown, until somebody releases it.
        </Alert>
      )}
      {yanked && (
        <Alert color="red" icon={<IconArchive aria-hidden />} title={`${version} is yanked`}>
          Cargo chooses it for nothing new. Builds whose lock file names it still work.
        </Alert>
      )}
    </>
  );
}
