import { PageTitle } from '@/components/PageTitle';

export function MembersPage() {
  return <PageTitle title="Members" />;
}
