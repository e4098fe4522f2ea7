import type { File } from './file_tree';

/** How the files of two versions differ, by their checksums. Pure. */

export interface FileChange {
  path: string;
  change: 'added' | 'removed' | 'changed';
  before?: File;
  after?: File;
}

/** Sorted by path; what is the same in both is left out. */
export function fileChanges(before: readonly File[], after: readonly File[]): FileChange[] {
  const old = new Map(before.map((file) => [file.path, file]));
  const changes: FileChange[] = [];
  for (const file of after) {
    const was = old.get(file.path);
    old.delete(file.path);
    if (was === undefined) changes.push({ path: file.path, change: 'added', after: file });
    else if (was.sha256 !== file.sha256) {
      changes.push({ path: file.path, change: 'changed', before: was, after: file });
    }
  }
  for (const file of old.values()) changes.push({ path: file.path, change: 'removed', before: file });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The one to show first: what a crate says of itself, or its code, before what cargo wrote. */
export function firstToShow(changes: readonly FileChange[]): FileChange | undefined {
  const isMadeByCargo = ({ path }: FileChange) =>
    path === '.cargo_vcs_info.json' || path === 'Cargo.lock' || path === 'Cargo.toml';
  return changes.find((change) => !isMadeByCargo(change)) ?? changes[0];
}
