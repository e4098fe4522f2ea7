import { Outlet } from '@tanstack/react-router';

export function CrateLayout() {
  return <Outlet />;
}
