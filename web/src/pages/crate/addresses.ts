import { base } from '@/api/base';

/** Where things of a version are. Names and paths come from strangers: every segment is encoded. */

/** Which crate of which repository. */
export interface CrateName {
  namespace: string;
  repository: string;
  crate: string;
}

export interface VersionName extends CrateName {
  version: string;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The API's address of a file inside a version, for `takeText`. */
export function filePath({ namespace, repository, crate, version }: VersionName, path: string): string {
  const owner = [namespace, repository, crate, version].map(encodeURIComponent).join('/');
  return `/v1/crates/${owner}/files/${encodePath(path)}`;
}

/** The same for an image or a link. */
export function fileUrl(version: VersionName, path: string): string {
  return base + filePath(version, path);
}

/** The page of a file, for links that are handed on. */
export function filePage({ namespace, repository, crate, version }: VersionName, path: string): string {
  const encoded = encodeURIComponent;
  return `/${encoded(namespace)}/${encoded(repository)}/@${encoded(crate)}/${encoded(version)}/files/${encodePath(path)}`;
}

/** Only addresses that a browser may follow without running anything. */
export function safeUrl(url: string | null): string | undefined {
  if (url === null) return undefined;
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}
