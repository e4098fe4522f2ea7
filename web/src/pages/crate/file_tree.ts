/** Folders of a list of paths. Pure. */

export interface File {
  path: string;
  size: number;
  sha256: string;
  is_text: boolean;
}

export interface Folder {
  name: string;
  /** "" for the top. */
  path: string;
  folders: Folder[];
  files: File[];
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Every folder that leads to a path, from the top, without the path itself. */
export function foldersAbove(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, depth) => segments.slice(0, depth + 1).join('/'));
}

/** Folders first, by name, as people expect it. */
export function buildTree(files: readonly File[]): Folder {
  const top: Folder = { name: '', path: '', folders: [], files: [] };
  const known = new Map([['', top]]);
  const folderAt = (path: string): Folder => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const made: Folder = { name: fileName(path), path, folders: [], files: [] };
    known.set(path, made);
    folderAt(parentPath(path)).folders.push(made);
    return made;
  };
  for (const file of files) folderAt(parentPath(file.path)).files.push(file);
  for (const folder of known.values()) {
    folder.folders.sort((a, b) => byName(a.name, b.name));
    folder.files.sort((a, b) => byName(a.path, b.path));
  }
  return top;
}

export function findFolder(top: Folder, path: string): Folder | undefined {
  let folder: Folder | undefined = top;
  for (const segment of path === '' ? [] : path.split('/')) {
    folder = folder?.folders.find(({ name }) => name === segment);
  }
  return folder;
}

/** Of everything in it. */
export function folderSize(folder: Folder): number {
  const own = folder.files.reduce((sum, { size }) => sum + size, 0);
  return folder.folders.reduce((sum, inner) => sum + folderSize(inner), own);
}
