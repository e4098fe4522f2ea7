import { Outlet } from '@tanstack/react-router';

export function VersionLayout() {
  return <Outlet />;
}
