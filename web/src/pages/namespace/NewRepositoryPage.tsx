import { PageTitle } from '@/components/PageTitle';

export function NewRepositoryPage() {
  return <PageTitle title="NewRepository" />;
}
