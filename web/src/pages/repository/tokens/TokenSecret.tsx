import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { Copy } from '@/components/Copy';
import { ShowToggle } from '@/components/Secret';
import { copyText } from '@/lib/clipboard';
import { kMask } from '@/lib/fill_secrets';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { usePlace } from '../queries';
import { loadSecret, type Token } from './queries';

/** The secret of a token, which comes from the server only when somebody asks to see or copy it. */
export function TokenSecret({ token }: { token: Token }) {
  const place = usePlace();
  const [secret, setSecret] = useState<string>();
  // A refreshed token has another one: what is shown must not be the old.
  const [version, setVersion] = useState(token.updated_at);
  if (version !== token.updated_at) {
    setVersion(token.updated_at);
    setSecret(undefined);
  }
  const show = async (shown: boolean) => {
    try {
      setSecret(shown ? await loadSecret(place, token) : undefined);
    } catch (error) {
      notifyFailed(error);
    }
  };
  const copy = async () => {
    try {
      if (await copyText(await loadSecret(place, token))) notifyDone(`The token ${token.name} is copied.`);
      else await show(true); // to be selected by hand
    } catch (error) {
      notifyFailed(error);
    }
  };
  const what = `the token ${token.name}`;
  return (
    <Group gap={4} wrap="nowrap" mt={4} mih={28}>
      <Text component="code" ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {secret ?? (
          <>
            <span aria-hidden>{kMask}</span>
            <span className="visually-hidden">hidden</span>
          </>
        )}
      </Text>
      <ShowToggle shown={secret !== undefined} onChange={(shown) => void show(shown)} what={what} />
      {secret !== undefined ? (
        <Copy text={secret} label={`Copy ${what}`} />
      ) : (
        <Tooltip label={`Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" onClick={() => void copy()} aria-label={`Copy ${what}`}>
            <IconCopy size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
