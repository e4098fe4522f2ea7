import { Button } from '@mantine/core';
import { EmptyState } from './States';

/** The address names a page that the list does not have (any more). */
export function NoSuchPage({ onFirst }: { onFirst: () => void }) {
  return (
    <EmptyState title="There is no such page">
      <Button variant="default" onClick={onFirst}>
        To the first page
      </Button>
    </EmptyState>
  );
}
