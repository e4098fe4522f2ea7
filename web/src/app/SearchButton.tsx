import { ActionIcon, Button, Kbd, Text } from '@mantine/core';
import { useHotkeys, useOs } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { lazily } from '@/components/lazily';

const Palette = lazily(async () => (await import('@/pages/search/Palette')).default);

/** ⌘K, as a button too. The palette is loaded when it is first wanted. */
export function SearchButton() {
  const [wanted, setWanted] = useState(0);
  const open = () => setWanted((count) => count + 1);
  const system = useOs();
  const mac = system === 'macos' || system === 'ios';
  useHotkeys([['mod+K', open]], []);
  return (
    <>
      <Button
        variant="default"
        visibleFrom="sm"
        onClick={open}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">{mac ? '⌘ K' : 'Ctrl K'}</Kbd>}
      >
        <Text size="sm" c="dimmed">
          Find
        </Text>
      </Button>
      <ActionIcon variant="default" size="lg" hiddenFrom="sm" onClick={open} aria-label="Find">
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
      {wanted > 0 && (
        <Suspense>
          <Palette wanted={wanted} />
        </Suspense>
      )}
    </>
  );
}
