import { Box } from '@mantine/core';
import { lazyPart } from '@/components/lazy_part';

export const SecretsPanel = lazyPart(
  async () => (await import('./SecretsPanel')).SecretsPanel,
  ({ kinds }) => (kinds.length === 0 ? null : <Box mih={150 + 60 * (kinds.length - 1)} />),
);
