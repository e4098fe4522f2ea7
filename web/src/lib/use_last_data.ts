import { useState } from 'react';

/** What was shown last, until something new is there: through loading and through a query that the server refuses. */
export function useLastData<Data>(data: Data | undefined): Data | undefined {
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return data ?? last;
}
