import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useParams } from '@tanstack/react-router';
import type { SchemaCrate, SchemaCrateVersion } from '@/api/schema';
import type { CrateName, VersionName } from './addresses';
import { crateQuery } from './queries';

const route = getRouteApi('/$namespace/$repository/@{$crate}');

/** Which crate the address of the page names. */
export function useCrateName(): CrateName {
  const { namespace, repository, crate } = route.useParams();
  return { namespace, repository, crate };
}

/** The crate; CrateLayout shows pages only when it is there. */
export function useCrate(): SchemaCrate {
  return useSuspenseQuery(crateQuery(useCrateName())).data;
}

function withoutBuild(version: string): string {
  return version.split('+', 1)[0]!;
}

/** A version as the address names it: `latest` is the newest, and build metadata does not matter. */
export function findVersion(crate: SchemaCrate, named: string | undefined): SchemaCrateVersion | undefined {
  const wanted = named === undefined || named === 'latest' ? crate.newest_version : named;
  return (
    crate.versions.find(({ version }) => version === wanted) ??
    crate.versions.find(({ version }) => withoutBuild(version) === withoutBuild(wanted))
  );
}

/** The version of the page; the newest on pages that are about the crate. */
export function useVersion(): { crate: SchemaCrate; version: SchemaCrateVersion; name: VersionName } {
  const crate = useCrate();
  const name = useCrateName();
  const { version: named } = useParams({ strict: false });
  const version = findVersion(crate, named) ?? crate.versions[0]!;
  return { crate, version, name: { ...name, version: version.version } };
}
