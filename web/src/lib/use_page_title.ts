import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';

/** What the browser's tab and its history say: the page, the repository where it is one's, the product. */
export function usePageTitle(title: string): void {
  const { namespace, repository } = useParams({ strict: false });
  const place = repository === undefined ? undefined : `${namespace}/${repository}`;
  useEffect(() => {
    document.title = [title, place, 'Entrepot'].filter((part) => part !== undefined && part !== '').join(' · ');
  }, [title, place]);
}
