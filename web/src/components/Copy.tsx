import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { copyText } from '@/lib/clipboard';

const kShownFor = 2000;

type Outcome = 'none' | 'copied' | 'refused';

/** Copies a text; says so to eyes and screen readers. */
export function Copy({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [outcome, setOutcome] = useState<Outcome>('none');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    setOutcome((await copyText(text)) ? 'copied' : 'refused');
    clearTimeout(timer.current); // a second copy is told as long as the first
    timer.current = setTimeout(() => setOutcome('none'), kShownFor);
  };
  const sentence = {
    none: '',
    copied: 'Copied',
    refused: 'The browser refused to copy: select the text instead',
  }[outcome];
  const Icon = { none: IconCopy, copied: IconCheck, refused: IconX }[outcome];
  return (
    <Tooltip label={sentence || label}>
      <ActionIcon
        variant="subtle"
        color={outcome === 'copied' ? 'teal' : outcome === 'refused' ? 'red' : 'gray'}
        onClick={() => void copy()}
        aria-label={label}
      >
        <Icon size={16} aria-hidden />
        <span role="status" className="visually-hidden">
          {sentence}
        </span>
      </ActionIcon>
    </Tooltip>
  );
}
