import { usePageTitle } from '@/lib/use_page_title';
import { EmptyState } from '@/components/States';

/** On a page whose link one does not see, but whose address somebody gave one. */
export function NotYours({ children }: { children: string }) {
  usePageTitle('Not for you');
  return <EmptyState title="Not for you">{children}</EmptyState>;
}
