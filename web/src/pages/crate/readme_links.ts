/** Where the links and images of a README lead. Pure; what is written there is anything at all. */

export type Target =
  /** A heading of the same README. */
  | { kind: 'heading'; hash: string }
  /** A file or folder of the same version. */
  | { kind: 'file'; path: string; hash: string }
  /** Somewhere else. */
  | { kind: 'foreign'; url: string }
  /** Nowhere that a link may lead. */
  | { kind: 'none' };

const kScheme = /^[a-z][a-z0-9+.-]*:/i;
const kForeignSchemes = new Set(['http:', 'https:', 'mailto:']);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The path that a relative one means, as seen from a file; nothing when it leaves the crate. */
function resolvedPath(from: string, relative: string): string | undefined {
  const segments = relative.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const written of relative.split('/')) {
    const segment = decoded(written);
    if (segment.includes('/') || segment.includes('\\')) return undefined;
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

function foreign(written: string): Target {
  try {
    const url = new URL(written);
    return kForeignSchemes.has(url.protocol) ? { kind: 'foreign', url: url.href } : { kind: 'none' };
  } catch {
    return { kind: 'none' };
  }
}

/** `readme` is the path of the README in its crate. */
export function linkTarget(written: string | undefined, readme: string): Target {
  // Browsers skip these characters when they read a scheme, so they must not hide one.
  // eslint-disable-next-line no-control-regex
  const link = (written ?? '').replace(/[\u0000-\u001f]/g, '').trim();
  if (link === '') return { kind: 'none' };
  if (link.startsWith('#')) return { kind: 'heading', hash: decoded(link.slice(1)) };
  if (link.startsWith('//')) return foreign(`https:${link}`);
  if (kScheme.test(link)) return foreign(link);
  const [, path = '', hash = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(link) ?? [];
  if (path === '') return hash === '' ? { kind: 'none' } : { kind: 'heading', hash: decoded(hash) };
  const resolved = resolvedPath(readme, path);
  return resolved === undefined ? { kind: 'none' } : { kind: 'file', path: resolved, hash: decoded(hash) };
}
