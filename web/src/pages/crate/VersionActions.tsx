import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconArrowRight,
  IconChevronDown,
  IconCopy,
  IconDots,
  IconShieldLock,
  IconShieldOff,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SchemaCrateVersion } from '@/api/schema';
import { lazyDialog } from '@/components/lazy_dialog';
import { versionQuery } from './queries';
import { useCrate, useCrateName } from './use_crate';
import type { Change } from './version_change';

const VersionDialog = lazyDialog(async () => (await import('./VersionDialog')).VersionDialog);

interface Row {
  change: Change;
  label: string;
  icon: typeof IconTag;
  isGrave?: boolean;
}

/** All that one may do to this version; nothing is shown to who may do none. */
export function VersionActions({ version, isSmall = false }: { version: SchemaCrateVersion; isSmall?: boolean }) {
  const crate = useCrate();
  const [isOpen, setOpen] = useState(false);
  const name = { ...useCrateName(), version: version.version };
  // What one may do with some version of the crate; one that somebody else uploaded may be another matter.
  const may = useQuery({ ...versionQuery(name), enabled: isOpen || !isSmall }).data?.may ?? crate.may;
  // Every opening is a new dialog: what was typed or refused before does not come back.
  const [asked, setAsked] = useState<{ change: Change; opening: number }>();
  const [opened, setOpened] = useState(false);
  const rows: Row[] = [];
  if (may.yank) {
    rows.push(
      version.yanked
        ? { change: 'unyank', label: 'Undo the yank…', icon: IconArchiveOff }
        : { change: 'yank', label: 'Yank…', icon: IconArchive },
    );
  }
  if (may.tag) rows.push({ change: 'tag', label: 'Tags…', icon: IconTag });
  if (may.quarantine) {
    rows.push(
      version.quarantined
        ? { change: 'release', label: 'Release from quarantine…', icon: IconShieldOff }
        : { change: 'quarantine', label: 'Put into quarantine…', icon: IconShieldLock },
    );
  }
  if (may.copy) rows.push({ change: 'copy', label: 'Copy to…', icon: IconCopy });
  if (may.move) rows.push({ change: 'move', label: 'Move to…', icon: IconArrowRight });
  if (may.delete) rows.push({ change: 'delete', label: 'Delete…', icon: IconTrash, isGrave: true });
  if (rows.length === 0) return null;
  const open = (change: Change) => {
    setAsked((before) => ({ change, opening: (before?.opening ?? 0) + 1 }));
    setOpened(true);
  };
  return (
    <>
      <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          {isSmall ? (
            <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${version.version}`}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          ) : (
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              Actions for {version.version}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {rows.map(({ change, label, icon: Icon, isGrave = false }) => (
            <Menu.Item
              key={change}
              c={isGrave ? 'var(--mantine-color-error)' : undefined}
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => open(change)}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked !== undefined && (
        <VersionDialog
          key={asked.opening}
          change={asked.change}
          version={version}
          opened={opened}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}
