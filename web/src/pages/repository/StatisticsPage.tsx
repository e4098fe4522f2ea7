import { PageTitle } from '@/components/PageTitle';

export function StatisticsPage() {
  return <PageTitle title="Statistics" />;
}
