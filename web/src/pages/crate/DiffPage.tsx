import { PageTitle } from '@/components/PageTitle';

export function DiffPage() {
  return <PageTitle title="Diff" />;
}
