import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { SchemaSetup } from '@/api/schema';
import { CodeBlock } from '@/components/CodeBlock';
import { Prose } from './Prose';
import type { Secrets } from '@/lib/fill_secrets';

/** The lines themselves, as the server wrote them. */
export function Sections({ setup, secrets }: { setup: SchemaSetup; secrets: Secrets }) {
  return (
    <Stack gap="xl">
      {setup.sections.map((section, number) => (
        <section key={section.id} aria-labelledby={`section-${section.id}`}>
          <Title order={3} size="h4" id={`section-${section.id}`}>
            {number + 1}. {section.title}
          </Title>
          {section.intro !== '' && (
            <Text c="dimmed" size="sm" mt={4}>
              <Prose text={section.intro} />
            </Text>
          )}
          <Stack gap="md" mt="sm">
            {section.steps.map((step, at) => (
              <div key={at}>
                <Text size="sm" mb={6}>
                  <Prose text={step.text} />
                </Text>
                <CodeBlock code={step.code} language={step.language} file={step.file} secrets={secrets} />
              </div>
            ))}
          </Stack>
        </section>
      ))}
      {setup.notes.length > 0 && (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />} title="Good to know">
          <List size="sm" spacing={6}>
            {setup.notes.map((note) => (
              <List.Item key={note}>
                <Prose text={note} />
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
