import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface Properties {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** One group of the page of settings. */
export function SettingsGroup({ title, description, children }: Properties) {
  const id = useId();
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {description !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {description}
        </Text>
      )}
      <Stack mt="md">{children}</Stack>
    </Paper>
  );
}

interface SaveProperties {
  isDirty: boolean;
  isSaving: boolean;
  failure: string | undefined;
}

/** The end of a group that is a form. */
export function SaveRow({ isDirty, isSaving, failure }: SaveProperties) {
  return (
    <>
      {failure !== undefined && (
        <Alert color="red" role="alert">
          {failure}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button type="submit" loading={isSaving} disabled={!isDirty}>
          Save
        </Button>
      </Group>
    </>
  );
}
