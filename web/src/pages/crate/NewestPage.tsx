import { PageTitle } from '@/components/PageTitle';

export function NewestPage() {
  return <PageTitle title="Newest" />;
}
