import { PageTitle } from '@/components/PageTitle';

export function FilesPage() {
  return <PageTitle title="Files" />;
}
