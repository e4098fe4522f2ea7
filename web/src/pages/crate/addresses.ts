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

/** The API's address of a version. */
function versionPath({ namespace, repository, crate, version }: VersionName): string {
  return `/v1/crates/${[namespace, repository, crate, version].map(encodeURIComponent).join('/')}`;
}

/** The same of a file inside it, for `takeText`. */
export function filePath(version: VersionName, path: string): string {
  return `${versionPath(version)}/files/${encodePath(path)}`;
}

/** From where a browser downloads the `.crate` file. */
export function downloadUrl(version: VersionName): string {
  return `${base}${versionPath(version)}/download/`;
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
