import { PageTitle } from '@/components/PageTitle';

export function VersionsPage() {
  return <PageTitle title="Versions" />;
}
