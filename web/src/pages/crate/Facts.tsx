import { Badge, Box, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SchemaCrateVersionDetails } from '@/api/schema';
import { Copy } from '@/components/Copy';
import { Link } from '@/components/Link';
import { Time } from '@/components/Time';
import { formatBytes, formatCount } from '@/lib/format';
import { downloadUrl, safeUrl } from './addresses';
import { linkTarget } from './readme_links';
import { useCrate, useCrateName } from './use_crate';

/** What is known of a version, beside its README. */
export function Facts({ details }: { details: SchemaCrateVersionDetails }) {
  const crate = useCrate();
  const { namespace, repository } = useCrateName();
  return (
    <Stack gap="lg">
      <Links details={details} />
      <Part title="About">
        <Box component="dl" m={0}>
          <Fact name="Licence">
            <Licence details={details} />
          </Fact>
          <Fact name="Rust">{details.rust_version === null ? null : `${details.rust_version} or newer`}</Fact>
          <Fact name="Edition">{details.edition}</Fact>
          <Fact name="Links to">{details.links}</Fact>
          <Fact name="Size">{sizes(details)}</Fact>
          <Fact name="File">
            <CrateFile details={details} />
          </Fact>
          <Fact name="Published">
            <Time at={details.published_at} /> by {details.published_by.slug}
          </Fact>
          <Fact name="Downloads">
            {formatCount(details.downloads)} of this version, {formatCount(crate.downloads)} of all
          </Fact>
          <Fact name="Authors">{details.authors.join(', ')}</Fact>
        </Box>
      </Part>
      {crate.owners.length > 0 && (
        <Part title="Owners">
          <Text size="sm">{crate.owners.map(({ slug }) => slug).join(', ')}</Text>
        </Part>
      )}
      {details.keywords.length > 0 && (
        <Part title="Keywords">
          <Group gap={6}>
            {details.keywords.map((keyword) => (
              <Link
                key={keyword}
                to="/$namespace/$repository"
                params={{ namespace, repository }}
                search={{ query: keyword }}
                size="sm"
              >
                #{keyword}
              </Link>
            ))}
          </Group>
        </Part>
      )}
      {details.categories.length > 0 && (
        <Part title="Categories">
          <Group gap={6}>
            {details.categories.map((category) => (
              <Badge key={category} variant="default" tt="none">
                {category}
              </Badge>
            ))}
          </Group>
        </Part>
      )}
      <Checksums checksums={details.checksums} />
    </Stack>
  );
}

function Licence({ details: { license, license_file, version } }: { details: SchemaCrateVersionDetails }) {
  const name = useCrateName();
  if (license !== null) return license;
  if (license_file === null) return 'None is named';
  const target = linkTarget(license_file, 'Cargo.toml');
  if (target.kind !== 'file') return `In ${license_file}`;
  return (
    <Link
      to="/$namespace/$repository/@{$crate}/$version/files/$"
      params={{ ...name, version, _splat: target.path }}
      underline="always"
      inherit
    >
      {target.path}
    </Link>
  );
}

/** For whoever wants to look at it elsewhere; cargo has its own way. */
function CrateFile({ details: { version, quarantined } }: { details: SchemaCrateVersionDetails }) {
  const name = useCrateName();
  const file = `${name.crate}-${version}.crate`;
  if (quarantined) return `${file}, in quarantine`;
  return (
    <Text
      component="a"
      href={downloadUrl({ ...name, version })}
      download={file}
      c="var(--mantine-color-anchor)"
      td="underline"
      inherit
    >
      {file}
    </Text>
  );
}

function sizes({ size, unpacked_size }: SchemaCrateVersionDetails): string {
  return unpacked_size === null ? formatBytes(size) : `${formatBytes(size)}, unpacked ${formatBytes(unpacked_size)}`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h5" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === '') return null;
  return (
    <Group gap="xs" wrap="nowrap" align="baseline" mb={4}>
      <Text component="dt" size="sm" c="dimmed" w={84} style={{ flexShrink: 0 }}>
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}

function Links({ details: { homepage, documentation, repository } }: { details: SchemaCrateVersionDetails }) {
  const links = [
    ['Home page', homepage],
    ['Documentation', documentation],
    ['Source', repository],
  ] as const;
  if (links.every(([, url]) => url === null)) return null;
  return (
    <Part title="Links">
      <Stack gap={4}>
        {links.map(([title, url]) => url !== null && <Foreign key={title} title={title} url={url} />)}
      </Stack>
    </Part>
  );
}

/** An address that a crate names: a link when a browser may follow it, else text. */
function Foreign({ title, url }: { title: string; url: string }) {
  const href = safeUrl(url);
  const shown = url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {title}:{' '}
      {href === undefined ? (
        url
      ) : (
        <Text
          component="a"
          href={href}
          rel="noopener noreferrer nofollow ugc"
          c="var(--mantine-color-anchor)"
          td="underline"
          inherit
        >
          {shown}
        </Text>
      )}
    </Text>
  );
}

function Checksums({ checksums }: { checksums: SchemaCrateVersionDetails['checksums'] }) {
  const rows = [
    ['SHA-256', checksums.sha256],
    ['SHA-512', checksums.sha512],
    ['SHA-1', checksums.sha1],
    ['MD5', checksums.md5],
  ] as const;
  return (
    <Part title="Checksums">
      {rows.map(
        ([kind, sum]) =>
          sum !== null && (
            <Group key={kind} gap="xs" wrap="nowrap">
              <Text size="sm" c="dimmed" w={72} style={{ flexShrink: 0 }}>
                {kind}
              </Text>
              <Text size="sm" ff="monospace" truncate title={sum} style={{ flex: 1 }}>
                {sum}
              </Text>
              <Copy text={sum} label={`Copy the ${kind} checksum`} />
            </Group>
          ),
      )}
    </Part>
  );
}
