import { PageTitle } from '@/components/PageTitle';

export function SettingsPage() {
  return <PageTitle title="Settings" />;
}
