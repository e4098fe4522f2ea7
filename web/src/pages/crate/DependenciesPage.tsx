import { PageTitle } from '@/components/PageTitle';

export function DependenciesPage() {
  return <PageTitle title="Dependencies" />;
}
