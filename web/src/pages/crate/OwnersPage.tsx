import { PageTitle } from '@/components/PageTitle';

export function OwnersPage() {
  return <PageTitle title="Owners" />;
}
