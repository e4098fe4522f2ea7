import { Code } from '@mantine/core';

/** A sentence of the server's, in which `words` between backticks are code. */
export function Prose({ text }: { text: string }) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <Code key={at}>{part}</Code> : part));
}
