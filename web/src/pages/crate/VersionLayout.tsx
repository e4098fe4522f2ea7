import { Outlet, useParams } from '@tanstack/react-router';
import { Link } from '@/components/Link';
import { EmptyState } from '@/components/States';
import { findVersion, useCrate, useCrateName } from './use_crate';

/** The pages of one version, where the crate has it. */
export function VersionLayout() {
  const crate = useCrate();
  const name = useCrateName();
  const { version } = useParams({ from: '/$namespace/$repository/@{$crate}/$version' });
  if (findVersion(crate, version) !== undefined) return <Outlet />;
  return (
    <EmptyState title={`${crate.name} has no version ${version}`}>
      It may have been deleted, or never published here.{' '}
      <Link to="/$namespace/$repository/@{$crate}/versions" params={name} underline="always" inherit>
        All versions
      </Link>
    </EmptyState>
  );
}
