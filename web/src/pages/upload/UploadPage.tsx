import { PageTitle } from '@/components/PageTitle';

export function UploadPage() {
  return <PageTitle title="Upload" />;
}
