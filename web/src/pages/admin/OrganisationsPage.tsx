import { PageTitle } from '@/components/PageTitle';

export function OrganisationsPage() {
  return <PageTitle title="Organisations" />;
}
