import { PageTitle } from '@/components/PageTitle';

export function FirstRunPage() {
  return <PageTitle title="FirstRun" />;
}
