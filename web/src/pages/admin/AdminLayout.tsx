import { Stack } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { useSession } from '@/app/session';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState } from '@/components/States';
import { TabLink, TabLinks } from '@/components/TabLinks';

export function AdminLayout() {
  const { user } = useSession();
  if (user?.is_admin !== true) {
    return (
      <>
        <PageTitle title="Administration" />
        <EmptyState title="These pages are for administrators">
          Whoever administers this server can help you, or make you one of them.
        </EmptyState>
      </>
    );
  }
  return (
    <Stack gap="lg">
      <TabLinks label="Pages of the administration">
        <TabLink to="/administration/users">Users</TabLink>
        <TabLink to="/administration/organisations">Organisations</TabLink>
        <TabLink to="/administration/health">Health</TabLink>
      </TabLinks>
      <div>
        <Outlet />
      </div>
    </Stack>
  );
}
