import { lazyPart } from '@/components/lazy_part';
import { LoadingRows } from '@/components/States';
import { SettingsGroup } from './Group';

/** Groups whose tables and number inputs are large: the page is there before them. */

export const Privileges = lazyPart(
  async () => (await import('./Privileges')).Privileges,
  () => (
    <SettingsGroup title="Privileges of users">
      <LoadingRows rows={3} height={52} />
    </SettingsGroup>
  ),
);

export const Rules = lazyPart(
  async () => (await import('./Rules')).Rules,
  () => (
    <SettingsGroup title="Publish rules">
      <LoadingRows rows={6} height={48} />
    </SettingsGroup>
  ),
);
