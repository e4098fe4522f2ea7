import { Group, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { fileChanges, firstToShow, type FileChange } from './file_changes';
import { FileDiff } from './FileDiff';
import styles from './files.module.css';
import { EntryLink } from './FileTree';
import { filesQuery } from './queries';
import { findVersion, useVersion } from './use_crate';

const kHere = '/$namespace/$repository/@{$crate}/$version/diff/$other';
const route = getRouteApi(kHere);
const kMarks = { added: 'A', removed: 'R', changed: 'C' } as const;

/** What changed in a version since another one, file by file. */
export function DiffPage() {
  const { crate, version, name } = useVersion();
  const other = findVersion(crate, route.useParams().other);
  return (
    <>
      <PageTitle
        order={2}
        title={`Changes of ${crate.name} from ${other?.version ?? '?'} to ${name.version}`}
        actions={<Choices other={other?.version} />}
      >
        Changes in {version.version}
        {other !== undefined && ` since ${other.version}`}
      </PageTitle>
      {other === undefined ? (
        <EmptyState title="There is no such version to compare with">Choose another one above.</EmptyState>
      ) : version.quarantined || other.quarantined ? (
        <EmptyState title="The files are not shown">While a version is in quarantine, nothing in it is.</EmptyState>
      ) : other.version === version.version ? (
        <EmptyState title="This is one version">Choose another one above to compare with.</EmptyState>
      ) : (
        <Comparison other={other.version} otherChecksum={other.checksum} />
      )}
    </>
  );
}

/** With which version, and how. */
function Choices({ other }: { other: string | undefined }) {
  const { crate, name } = useVersion();
  const asked = route.useParams().other;
  const others = crate.versions.map(({ version }) => version).filter((version) => version !== name.version);
  const isOffered = other !== undefined && others.includes(other);
  const search = route.useSearch();
  const navigate = useNavigate();
  return (
    <Group gap="sm">
      <NativeSelect
        aria-label="Compare with"
        leftSection={<Text size="xs">since</Text>}
        leftSectionWidth={48}
        w={200}
        data={[...(isOffered ? [] : [{ value: '', label: 'which one?', disabled: true }]), ...others]}
        value={isOffered ? other : ''}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ to: kHere, params: { ...name, other: value }, search })
        }
      />
      <SegmentedControl
        aria-label="How lines are shown"
        data={[
          { value: 'unified', label: 'Unified' },
          { value: 'split', label: 'Side by side' },
        ]}
        value={search.view ?? 'unified'}
        onChange={(chosen) =>
          void navigate({
            to: kHere,
            params: { ...name, other: asked },
            search: { ...search, view: chosen === 'split' ? 'split' : undefined },
            replace: true,
            resetScroll: false,
          })
        }
      />
    </Group>
  );
}

function Comparison({ other, otherChecksum }: { other: string; otherChecksum: string }) {
  const { version, name } = useVersion();
  const { file, view } = route.useSearch();
  const before = { ...name, version: other };
  const old = useQuery(filesQuery(before, otherChecksum));
  const new_ = useQuery(filesQuery(name, version.checksum));
  const failed = [old, new_].find(({ isError }) => isError);
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (old.data === undefined || new_.data === undefined) return <LoadingRows rows={12} height={28} />;
  const changes = fileChanges(old.data, new_.data);
  if (changes.length === 0) return <EmptyState title="The files of both versions are the same" />;
  const chosen = file === undefined ? firstToShow(changes) : changes.find(({ path }) => path === file);
  return (
    <>
      <Text c="dimmed" size="sm" mb="sm">
        {summary(changes)}
      </Text>
      <div className={styles.columns}>
        <ChangeList changes={changes} chosen={chosen?.path} other={other} />
        {chosen === undefined ? (
          <EmptyState title="This file is the same in both versions">{file}</EmptyState>
        ) : (
          <FileDiff key={chosen.path} change={chosen} before={before} after={name} isSplit={view === 'split'} />
        )}
      </div>
    </>
  );
}

function summary(changes: readonly FileChange[]): string {
  const of = (kind: FileChange['change']) => changes.filter(({ change }) => change === kind).length;
  return `${counted(of('changed'), 'file')} changed, ${of('added')} added, ${of('removed')} removed.`;
}

function ChangeList({
  changes,
  chosen,
  other,
}: {
  changes: readonly FileChange[];
  chosen: string | undefined;
  other: string;
}) {
  const { name } = useVersion();
  const search = route.useSearch();
  return (
    <nav className={styles.tree} aria-label="Changed files">
      <ul className={styles.list}>
        {changes.map(({ path, change }) => (
          <li key={path}>
            <EntryLink
              to={kHere}
              params={{ ...name, other }}
              search={{ ...search, file: path }}
              aria-current={path === chosen ? 'page' : undefined}
              activeProps={{ 'aria-current': path === chosen ? 'page' : undefined }}
              title={path}
              preload={false}
              resetScroll={false}
            >
              <span className={styles.name}>{path}</span>
              <span className={`${styles.mark} ${styles[change]}`} aria-hidden title={change}>
                {kMarks[change]}
              </span>
              <span className="visually-hidden">, {change}</span>
            </EntryLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
