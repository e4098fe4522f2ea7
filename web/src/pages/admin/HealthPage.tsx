import { PageTitle } from '@/components/PageTitle';

export function HealthPage() {
  return <PageTitle title="Health" />;
}
