import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { filled, masked, missingIn, secretsIn, type Secrets } from '@/lib/fill_secrets';
import styles from './CodeBlock.module.css';
import { Copy } from './Copy';
import { Highlighted } from './Highlighted';
import { ShowToggle } from './Secret';

interface Properties {
  code: string;
  /** As the server or a file's ending calls it; text has no colours. */
  language: string;
  /** Where the code goes; without it a single line stands without a head. */
  file?: string | null;
  /** What stands above a block that is no file. */
  title?: string;
  /** What is filled into {{api_key}} and the like. */
  secrets?: Secrets;
}

const kTitles: Readonly<Record<string, string>> = { shell: 'Shell', text: 'Text' };

/** Code to read and to copy. What is copied has the secrets in it; what is shown has not, until asked for. */
export function CodeBlock({ code, language, file = null, title, secrets = {} }: Properties) {
  const [shown, setShown] = useState(false);
  const told = secretsIn(code).some((kind) => kind !== 'user' && Boolean(secrets[kind]));
  const text = (shown ? filled : masked)(code, language, secrets).replace(/\n$/, '');
  const heading = file ?? title;
  const name = heading ?? kTitles[language] ?? language;
  const missing = missingIn(code, secrets).length > 0;
  const buttons = (
    <Group gap={2} wrap="nowrap">
      {told && <ShowToggle shown={shown} onChange={setShown} what={`the secret in ${name}`} />}
      <Copy
        text={filled(code, language, secrets)}
        label={missing ? `Copy ${name} (the credential is not filled in)` : `Copy ${name}`}
      />
    </Group>
  );
  const lines = (
    // Focusable because it scrolls (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.code} tabIndex={0} role="group" aria-label={name}>
      <code>
        <Highlighted code={text} language={language} />
      </code>
    </pre>
  );
  if (heading === undefined && !text.includes('\n')) {
    return (
      <div className={`${styles.block} ${styles.short}`}>
        {lines}
        {buttons}
      </div>
    );
  }
  return (
    <div className={styles.block}>
      <Group className={styles.head} justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={500} ff={file === null ? undefined : 'monospace'} truncate>
          {name}
        </Text>
        {buttons}
      </Group>
      {lines}
    </div>
  );
}
