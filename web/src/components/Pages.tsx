import { Box } from '@mantine/core';
import { lazyPart } from './lazy_part';
import type { PagesProperties } from './PageList';

const PageList = lazyPart(
  async () => (await import('./PageList')).PageList,
  () => <Box h={32} mt="lg" />,
);

/** The way to the other pages of a list; nothing where there is only one. */
export function Pages(properties: PagesProperties) {
  return properties.pages <= 1 ? null : <PageList {...properties} />;
}
