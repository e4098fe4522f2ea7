import { Box } from '@mantine/core';
import { lazyPart } from '@/components/lazy_part';

/** As high as the filters are: under each other on a phone. */
const kHeight = { base: 135, sm: 61 };

export const ActivityFilters = lazyPart(
  async () => (await import('./ActivityFilters')).ActivityFilters,
  () => <Box mih={kHeight} />,
);
