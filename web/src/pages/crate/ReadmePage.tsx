import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { SchemaCrateVersionDetails } from '@/api/schema';
import { lazily } from '@/components/lazily';
import { Link } from '@/components/Link';
import { EmptyState, ErrorState } from '@/components/States';
import { usePageTitle } from '@/lib/use_page_title';
import type { VersionName } from './addresses';
import { Facts } from './Facts';
import { versionQuery } from './queries';
import styles from './readme.module.css';
import { useVersion } from './use_crate';
import { UsePanel } from './UsePanel';

const Markdown = lazily(async () => (await import('./Markdown')).default);

/** What a version says of itself, how to use it, and what is known of it. */
export function ReadmePage() {
  const { crate, name } = useVersion();
  const details = useQuery(versionQuery(name));
  usePageTitle(`${crate.name} ${name.version}`);
  return (
    <div className={styles.columns}>
      <div className={styles.use}>
        <UsePanel name={name} />
      </div>
      <div className={styles.readme}>
        {details.isError ? (
          <ErrorState error={details.error} onRetry={() => void details.refetch()} />
        ) : details.data === undefined ? (
          <LoadingText />
        ) : (
          <Readme details={details.data} name={name} onRetry={() => void details.refetch()} />
        )}
      </div>
      <aside className={styles.facts} aria-label="About this version">
        {details.data === undefined ? <Skeleton height={480} /> : <Facts details={details.data} />}
      </aside>
    </div>
  );
}

interface ReadmeProps {
  details: SchemaCrateVersionDetails;
  name: VersionName;
  onRetry: () => void;
}

function Readme({ details: { readme, quarantined, incomplete }, name, onRetry }: ReadmeProps) {
  if (incomplete === true) {
    return (
      <EmptyState title="The README cannot be shown just now">
        The server could not look into the crate; perhaps it is busy with others.
        <br />
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </EmptyState>
    );
  }
  if (readme === null) {
    return quarantined ? (
      <EmptyState title="The README is not shown">While a version is in quarantine, nothing in it is.</EmptyState>
    ) : (
      <EmptyState title="This version has no README">
        Its{' '}
        <Link
          to="/$namespace/$repository/@{$crate}/$version/files/$"
          params={{ ...name, _splat: '' }}
          underline="always"
          inherit
        >
          files
        </Link>{' '}
        may say more.
      </EmptyState>
    );
  }
  return (
    <>
      {readme.truncated && (
        <Alert color="yellow" mb="md" title="Only the beginning is shown">
          This README is very long.{' '}
          <Link
            to="/$namespace/$repository/@{$crate}/$version/files/$"
            params={{ ...name, _splat: readme.path }}
            underline="always"
            inherit
          >
            The whole of it is in {readme.path}
          </Link>
        </Alert>
      )}
      <Suspense fallback={<LoadingText />}>
        <Markdown text={readme.text} path={readme.path} name={name} />
      </Suspense>
    </>
  );
}

function LoadingText() {
  return (
    <Stack gap="sm" role="status" aria-label="Loading" aria-busy="true">
      <Skeleton height={32} width="40%" />
      {[95, 90, 97, 60, 92, 88, 94, 40].map((width, line) => (
        <Skeleton key={line} height={16} width={`${width}%`} />
      ))}
      <Skeleton height={280} />
    </Stack>
  );
}
