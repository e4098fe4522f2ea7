import { Box } from '@mantine/core';
import { lazyPart } from '@/components/lazy_part';

export const TokenActions = lazyPart(
  async () => (await import('./TokenActions')).TokenActions,
  () => <Box w={28} h={28} />,
);
