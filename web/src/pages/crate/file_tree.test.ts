import { describe, expect, it } from 'vitest';
import { buildTree, fileName, findFolder, folderSize, foldersAbove, parentPath } from './file_tree';

const file = (path: string, size = 1) => ({ path, size, sha256: '', is_text: true });

describe('the tree of files', () => {
  const tree = buildTree([file('src/z.rs', 2), file('Cargo.toml'), file('src/a/deep/b.rs', 4), file('src/a.rs')]);
  it('has folders and files by name', () => {
    expect(tree.folders.map(({ name }) => name)).toEqual(['src']);
    expect(tree.files.map(({ path }) => path)).toEqual(['Cargo.toml']);
    const source = findFolder(tree, 'src');
    expect(source?.folders.map(({ path }) => path)).toEqual(['src/a']);
    expect(source?.files.map(({ path }) => path)).toEqual(['src/a.rs', 'src/z.rs']);
  });
  it('finds folders that hold only folders, and no others', () => {
    expect(findFolder(tree, 'src/a')?.folders[0]?.name).toBe('deep');
    expect(findFolder(tree, '')).toBe(tree);
    expect(findFolder(tree, 'src/a.rs')).toBeUndefined();
    expect(findFolder(tree, 'nowhere/src')).toBeUndefined();
  });
  it('knows how much is in a folder', () => expect(folderSize(tree)).toBe(8));
  it('takes names that are words of the language', () => {
    const odd = buildTree([file('__proto__/constructor'), file('toString')]);
    expect(findFolder(odd, '__proto__')?.files[0]?.path).toBe('__proto__/constructor');
  });
});

describe('paths', () => {
  it('have a name, a parent and folders above', () => {
    expect(fileName('src/a/b.rs')).toBe('b.rs');
    expect(fileName('b.rs')).toBe('b.rs');
    expect(parentPath('src/a/b.rs')).toBe('src/a');
    expect(parentPath('b.rs')).toBe('');
    expect(foldersAbove('src/a/b.rs')).toEqual(['src', 'src/a']);
    expect(foldersAbove('b.rs')).toEqual([]);
  });
});
