import { PageTitle } from '@/components/PageTitle';

export function NamespacePage() {
  return <PageTitle title="Namespace" />;
}
