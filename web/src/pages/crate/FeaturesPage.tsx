import { PageTitle } from '@/components/PageTitle';

export function FeaturesPage() {
  return <PageTitle title="Features" />;
}
