import { Outlet, useParams } from '@tanstack/react-router';
import { Link } from '@/components/Link';
import { EmptyState } from '@/components/States';
import { usePageTitle } from '@/lib/use_page_title';
import { findVersion, useCrate, useCrateName } from './use_crate';

/** The pages of one version, where the crate has it. */
export function VersionLayout() {
  const crate = useCrate();
  const { version } = useParams({ from: '/$namespace/$repository/@{$crate}/$version' });
  if (findVersion(crate, version) !== undefined) return <Outlet />;
  return <NoSuchVersion crate={crate.name} version={version} />;
}

function NoSuchVersion({ crate, version }: { crate: string; version: string }) {
  const name = useCrateName();
  usePageTitle(`${crate} ${version}`);
  return (
    <EmptyState title={`${crate} has no version ${version}`}>
      It may have been deleted, or never published here.{' '}
      <Link to="/$namespace/$repository/@{$crate}/versions" params={name} underline="always" inherit>
        All versions
      </Link>
    </EmptyState>
  );
}
