import { PageTitle } from '@/components/PageTitle';

export function ActivityPage() {
  return <PageTitle title="Activity" />;
}
