import { Outlet } from '@tanstack/react-router';

export function RepositoryLayout() {
  return <Outlet />;
}
