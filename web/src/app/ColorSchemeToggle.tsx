import { ActionIcon, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const kSchemes: ReadonlyArray<{ scheme: MantineColorScheme; label: string; icon: typeof IconSun }> = [
  { scheme: 'auto', label: 'as the system', icon: IconDeviceDesktop },
  { scheme: 'light', label: 'light', icon: IconSun },
  { scheme: 'dark', label: 'dark', icon: IconMoon },
];

/** One press further: as the system, light, dark. A menu would be a third of the script that the start page needs. */
export function ColorSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const index = kSchemes.findIndex(({ scheme }) => scheme === colorScheme);
  const chosen = kSchemes[Math.max(index, 0)]!;
  const next = kSchemes[(Math.max(index, 0) + 1) % kSchemes.length]!;
  const label = `Colours: ${chosen.label}. Change to ${next.label}`;
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next.scheme)}
    >
      <chosen.icon size={18} aria-hidden />
    </ActionIcon>
  );
}
