import { PageTitle } from '@/components/PageTitle';

export function KeysPage() {
  return <PageTitle title="Keys" />;
}
