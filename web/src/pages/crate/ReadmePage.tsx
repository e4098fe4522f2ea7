import { PageTitle } from '@/components/PageTitle';

export function ReadmePage() {
  return <PageTitle title="Readme" />;
}
