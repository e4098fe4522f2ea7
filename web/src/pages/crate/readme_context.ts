import { createContext, use } from 'react';
import type { VersionName } from './addresses';

/** Which README is shown: its links are seen from there. */
export interface ReadmePlace {
  /** In the crate. */
  path: string;
  name: VersionName;
}

export const ReadmeContext = createContext<ReadmePlace | undefined>(undefined);

export function useReadmePlace(): ReadmePlace {
  const place = use(ReadmeContext);
  if (place === undefined) throw new Error('This stands in a README only.');
  return place;
}

/** Whether a link is around this already: an image in it must not be another. */
export const InLinkContext = createContext(false);
