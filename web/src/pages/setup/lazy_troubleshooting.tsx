import { Box } from '@mantine/core';
import { lazyPart } from '@/components/lazy_part';

/** It stands at the end of the page. */
export const Troubleshooting = lazyPart(
  async () => (await import('./Troubleshooting')).Troubleshooting,
  () => <Box mih={320} />,
);
