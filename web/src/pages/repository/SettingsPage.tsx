import { Stack } from '@mantine/core';
import { usePageTitle } from '@/lib/use_page_title';
import { NotYours } from './NotYours';
import { useRepository } from './queries';
import { Actions, Uploads } from './settings/Actions';
import { Delete } from './settings/Delete';
import { General } from './settings/General';
import { Privileges, Rules } from './settings/lazy_groups';

/** All settings of a repository, each group saved on its own. */
export function SettingsPage() {
  const { actions, slug_perm } = useRepository();
  usePageTitle('Settings');
  if (!actions.administer) {
    return <NotYours>Settings are for those who have the privilege Admin here.</NotYours>;
  }
  return (
    <Stack gap="lg" maw={860} key={slug_perm}>
      <General />
      <Privileges />
      <Actions />
      <Uploads />
      <Rules />
      <Delete />
    </Stack>
  );
}
