import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { kMask } from '@/lib/fill_secrets';
import { Copy } from './Copy';

/** The eye beside what is masked. */
export function ShowToggle({
  shown,
  onChange,
  what,
}: {
  shown: boolean;
  onChange: (shown: boolean) => void;
  /** As in "Show the API key". */
  what: string;
}) {
  const label = `${shown ? 'Hide' : 'Show'} ${what}`;
  const Icon = shown ? IconEyeOff : IconEye;
  return (
    <Tooltip label={shown ? 'Hide' : 'Show'}>
      <ActionIcon variant="subtle" color="gray" onClick={() => onChange(!shown)} aria-label={label}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** A secret on its own: masked until asked for, copied without being shown. */
export function Secret({ value, name }: { value: string; name: string }) {
  const [shown, setShown] = useState(false);
  return (
    <Group gap={4} wrap="nowrap">
      <Text
        component="code"
        ff="monospace"
        size="sm"
        style={{ overflowWrap: 'anywhere' }}
        aria-label={shown ? undefined : `${name}, hidden`}
        role={shown ? undefined : 'img'}
      >
        {shown ? value : kMask}
      </Text>
      <ShowToggle shown={shown} onChange={setShown} what={name} />
      <Copy text={value} label={`Copy ${name}`} />
    </Group>
  );
}
