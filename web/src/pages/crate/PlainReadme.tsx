import { Alert } from '@mantine/core';
import styles from './readme.module.css';

/** A README as it was written, where it cannot be shown as it was meant. */
export function PlainReadme({ text }: { text: string }) {
  return (
    <>
      <Alert color="yellow" mb="md" title="This README is shown as it was written">
        It is too intricate to be laid out: its marks are too many, or too deep in each other.
      </Alert>
      <pre className={styles.plain}>{text}</pre>
    </>
  );
}
