import { EmptyState } from '@/components/States';

/** On a page whose link one does not see, but whose address somebody gave one. */
export function NotYours({ children }: { children: string }) {
  return <EmptyState title="Not for you">{children}</EmptyState>;
}
