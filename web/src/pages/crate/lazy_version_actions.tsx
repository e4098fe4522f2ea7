import { Box } from '@mantine/core';
import { lazyPart } from '@/components/lazy_part';

/** Menus are large, and a page of a crate is read before anything is done there. */
export const VersionActions = lazyPart(
  async () => (await import('./VersionActions')).VersionActions,
  ({ isSmall }) => <Box h={isSmall ? 28 : 36} />,
);
