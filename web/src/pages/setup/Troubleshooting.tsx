import { Accordion, Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { SchemaSetupTrouble } from '@/api/schema';
import { CodeBlock } from '@/components/CodeBlock';
import { Prose } from './Prose';
import { counted } from '@/lib/format';
import { troublesFor } from './troubles';

/** What is looked for stays out of the address: a pasted output may hold a URL with a token. */
export function Troubleshooting({ troubles }: { troubles: SchemaSetupTrouble[] }) {
  const [query, setQuery] = useState('');
  const found = troublesFor(troubles, query);
  if (troubles.length === 0) return null;
  return (
    <section aria-labelledby="troubleshooting">
      <Title order={3} size="h4" id="troubleshooting" mb="xs">
        If something goes wrong
      </Title>
      <TextInput
        label="What did cargo print?"
        description="A few words, or the whole output; it stays in this page."
        placeholder={troubles[0]?.error}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        type="search"
        spellCheck={false}
        mb="sm"
      />
      <Text role="status" size="sm" c="dimmed" mb="xs">
        {query.trim() === ''
          ? `${counted(troubles.length, 'known error')} with these choices.`
          : found.length === 0
            ? 'No known error has these words. The log of the server may say more; ask whoever runs it.'
            : `${counted(found.length, 'known error')} found.`}
      </Text>
      <Accordion variant="contained" multiple order={4}>
        {found.map((trouble) => (
          <Accordion.Item key={trouble.error} value={trouble.error}>
            <Accordion.Control>
              <Code fz="sm" bg="transparent" style={{ overflowWrap: 'anywhere' }}>
                {trouble.error}
              </Code>
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <Text size="sm">
                  <Prose text={trouble.cause} />
                </Text>
                <Text size="sm">
                  <Prose text={trouble.fix} />
                </Text>
                {trouble.code !== null && <CodeBlock code={trouble.code} language="shell" />}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}
