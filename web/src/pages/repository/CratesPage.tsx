import { PageTitle } from '@/components/PageTitle';

export function CratesPage() {
  return <PageTitle title="Crates" />;
}
