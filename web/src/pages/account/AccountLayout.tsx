import { Stack } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { TabLink, TabLinks } from '@/components/TabLinks';

export function AccountLayout() {
  return (
    <Stack gap="lg">
      <TabLinks label="Pages of your account">
        <TabLink to="/account/keys">API keys</TabLink>
        <TabLink to="/account/security">Password and sessions</TabLink>
      </TabLinks>
      <div>
        <Outlet />
      </div>
    </Stack>
  );
}
