import { Center, Paper, Stack, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTitle } from '@/components/PageTitle';

interface Properties {
  title: string;
  description: ReactNode;
  icon: ReactNode;
  children: ReactNode;
}

/** The card in the middle of the pages by which one comes in. */
export function WayIn({ title, description, icon, children }: Properties) {
  return (
    <Center>
      <Paper withBorder p={{ base: 'md', xs: 'xl' }} mt={{ base: 0, sm: 'xl' }} w="100%" maw={460} shadow="sm">
        <Stack gap="sm">
          <ThemeIcon variant="light" size={44} radius="xl">
            {icon}
          </ThemeIcon>
          <PageTitle title={title} description={description} />
        </Stack>
        {children}
      </Paper>
    </Center>
  );
}
