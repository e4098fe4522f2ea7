import { Alert, Button, Center, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconPackageOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';

/** What could not be loaded, in the server's words, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={missing ? 'Not found' : 'This could not be loaded'}
      role="alert"
    >
      <Text size="sm">{sentenceOf(error)}</Text>
      {onRetry !== undefined && !missing && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

/** Nothing there yet: says why, and what to do about it. */
export function EmptyState({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <Paper withBorder p="xl">
      <Center>
        <Stack align="center" gap="xs" maw={520}>
          <ThemeIcon variant="light" size={48} radius="xl">
            {icon ?? <IconPackageOff aria-hidden />}
          </ThemeIcon>
          <Title order={2} size="h4" ta="center">
            {title}
          </Title>
          {children !== undefined && (
            <Text component="div" c="dimmed" ta="center">
              {children}
            </Text>
          )}
        </Stack>
      </Center>
    </Paper>
  );
}

/** In the place of rows that are on their way, as high as they will be, so that nothing jumps. */
export function LoadingRows({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  return (
    <Stack gap={8} aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
