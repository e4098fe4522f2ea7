import { PageTitle } from '@/components/PageTitle';

export function BinPage() {
  return <PageTitle title="Bin" />;
}
