import { useLocation, useNavigate } from '@tanstack/react-router';
import { wholeNumber } from '@/lib/search_params';

/** Which page of a list the address names, from 1, and the way to another one; what else stands in the address stays. */
export function usePage(): [page: number, toPage: (page: number) => void] {
  const page = useLocation({ select: ({ search }) => wholeNumber(search as Record<string, unknown>, 'page') ?? 1 });
  const navigate = useNavigate();
  const toPage = (next: number) =>
    void navigate({ to: '.', search: (before) => ({ ...before, page: next === 1 ? undefined : next }) });
  return [page, toPage];
}
