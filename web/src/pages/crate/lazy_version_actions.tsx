import { Box } from '@mantine/core';
import type { SchemaCrateVersion } from '@/api/schema';
import { lazyPart } from '@/components/lazy_part';
import { useCrate } from './use_crate';

/** Menus are large, and a page of a crate is read before anything is done there. */
const Actions = lazyPart(
  async () => (await import('./VersionActions')).VersionActions,
  ({ isSmall }) => <Box h={isSmall ? 28 : 36} />,
);

/** All that one may do to this version; nothing is shown to who may do none. */
export function VersionActions(properties: { version: SchemaCrateVersion; isSmall?: boolean }) {
  const { may } = useCrate();
  return Object.values(may).some(Boolean) ? <Actions {...properties} /> : null;
}
