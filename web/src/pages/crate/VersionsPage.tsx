import { Checkbox, Group, Table, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SchemaCrateVersion } from '@/api/schema';
import { Link, LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { Pages } from '@/components/Pages';
import { Time } from '@/components/Time';
import { counted, formatBytes, formatCount } from '@/lib/format';
import { VersionBadges } from './CrateLayout';
import { VersionActions } from './lazy_version_actions';
import { useCrate, useCrateName } from './use_crate';

const route = getRouteApi('/$namespace/$repository/@{$crate}/versions');
const kOnPage = 100;

/** All versions, highest first; two of them can be compared. */
export function VersionsPage() {
  const crate = useCrate();
  const navigate = useNavigate();
  const pages = Math.max(1, Math.ceil(crate.versions.length / kOnPage));
  const page = Math.min(route.useSearch().page ?? 1, pages);
  const [marked, setMarked] = useState<readonly string[]>([]);
  // The third one takes the place of the first.
  const mark = (version: string, isMarked: boolean) =>
    setMarked((before) => (isMarked ? [...before, version].slice(-2) : before.filter((other) => other !== version)));
  const yanked = crate.versions.filter((version) => version.yanked).length;
  return (
    <>
      <PageTitle
        order={2}
        title={`Versions of ${crate.name}`}
        description={
          counted(crate.versions.length, 'version') + (yanked === 0 ? '' : `, ${formatCount(yanked)} of them yanked`)
        }
        actions={crate.versions.length > 1 && <CompareButton marked={marked} />}
      >
        Versions
      </PageTitle>
      <Table.ScrollContainer minWidth={360}>
        <Table verticalSpacing="xs" highlightOnHover>
          <caption className="visually-hidden">Versions of {crate.name}, highest first</caption>
          <Table.Thead>
            <Table.Tr>
              {crate.versions.length > 1 && (
                <Table.Th scope="col" w={48}>
                  <span className="visually-hidden">Compare</span>
                </Table.Th>
              )}
              <Table.Th scope="col">Version</Table.Th>
              <Table.Th scope="col">Published</Table.Th>
              <Table.Th scope="col" visibleFrom="md">
                By
              </Table.Th>
              <Table.Th scope="col" visibleFrom="md">
                Rust
              </Table.Th>
              <Table.Th scope="col" ta="right" visibleFrom="sm">
                Size
              </Table.Th>
              <Table.Th scope="col" ta="right" visibleFrom="sm">
                Downloads
              </Table.Th>
              <Table.Th scope="col" w={56}>
                <span className="visually-hidden">Actions</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {crate.versions.slice((page - 1) * kOnPage, page * kOnPage).map((version) => (
              <VersionRow
                key={version.version}
                version={version}
                isMarked={marked.includes(version.version)}
                onMark={crate.versions.length > 1 ? mark : undefined}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Pages
        label="Versions"
        page={page}
        pages={pages}
        onChange={(chosen) => void navigate({ to: '.', search: { page: chosen === 1 ? undefined : chosen } })}
      />
    </>
  );
}

function VersionRow({
  version,
  isMarked,
  onMark,
}: {
  version: SchemaCrateVersion;
  isMarked: boolean;
  onMark?: (version: string, isMarked: boolean) => void;
}) {
  const name = { ...useCrateName(), version: version.version };
  return (
    <Table.Tr>
      {onMark !== undefined && (
        <Table.Td>
          <Checkbox
            aria-label={`Compare ${version.version}`}
            checked={isMarked}
            onChange={(event) => onMark(version.version, event.currentTarget.checked)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <Group gap="xs">
          <Link
            to="/$namespace/$repository/@{$crate}/$version"
            params={name}
            fw={600}
            td={version.yanked ? 'line-through' : undefined}
          >
            {version.version}
          </Link>
          <VersionBadges version={version} />
        </Group>
      </Table.Td>
      <Table.Td>
        <Time at={version.published_at} />
      </Table.Td>
      <Table.Td visibleFrom="md">{version.published_by.slug}</Table.Td>
      <Table.Td visibleFrom="md">{version.rust_version ?? <None />}</Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {formatBytes(version.size)}
      </Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {formatCount(version.downloads)}
      </Table.Td>
      <Table.Td>
        <VersionActions version={version} isSmall />
      </Table.Td>
    </Table.Tr>
  );
}

function None() {
  return (
    <Text component="span" c="dimmed" inherit>
      any
    </Text>
  );
}

/** Shows what the higher one of the two changed. */
function CompareButton({ marked }: { marked: readonly string[] }) {
  const crate = useCrate();
  const name = useCrateName();
  const [version, other] = crate.versions.map((one) => one.version).filter((one) => marked.includes(one));
  if (version === undefined || other === undefined) {
    return (
      <Text c="dimmed" size="sm" lh="36px">
        Mark two versions to compare them
      </Text>
    );
  }
  return (
    <LinkButton
      variant="filled"
      to="/$namespace/$repository/@{$crate}/$version/diff/$other"
      params={{ ...name, version, other }}
    >
      Compare {other} with {version}
    </LinkButton>
  );
}
