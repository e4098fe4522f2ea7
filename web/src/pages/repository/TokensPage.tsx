import { PageTitle } from '@/components/PageTitle';

export function TokensPage() {
  return <PageTitle title="Tokens" />;
}
