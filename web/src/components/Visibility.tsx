import { Badge } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';

/** Whether everybody may read a repository. */
export function Visibility({ isPublic }: { isPublic: boolean }) {
  const Icon = isPublic ? IconWorld : IconLock;
  return (
    <Badge
      variant="light"
      color={isPublic ? undefined : 'gray'}
      leftSection={<Icon size={12} aria-hidden />}
      flex="none"
      tt="none"
    >
      {isPublic ? 'Public' : 'Private'}
    </Badge>
  );
}
