import { PageTitle } from '@/components/PageTitle';

export function DependentsPage() {
  return <PageTitle title="Dependents" />;
}
