import { describe, expect, it } from 'vitest';
import { fileChanges, firstToShow } from './file_changes';

const file = (path: string, sha256: string) => ({ path, sha256, size: 1, is_text: true });

describe('the files of two versions', () => {
  const changes = fileChanges(
    [file('Cargo.toml', 'a'), file('gone.rs', 'b'), file('same.rs', 'c')],
    [file('same.rs', 'c'), file('new.rs', 'd'), file('Cargo.toml', 'e')],
  );
  it('are added, removed, changed or left out', () =>
    expect(changes.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'changed Cargo.toml',
      'removed gone.rs',
      'added new.rs',
    ]));
  it('come with both forms of what changed', () => {
    expect(changes[0]?.before?.sha256).toBe('a');
    expect(changes[0]?.after?.sha256).toBe('e');
    expect(changes[1]?.after).toBeUndefined();
  });
  it('begin with what people wrote', () => {
    expect(firstToShow(changes)?.path).toBe('gone.rs');
    expect(firstToShow(changes.slice(0, 1))?.path).toBe('Cargo.toml');
    expect(firstToShow([])).toBeUndefined();
  });
});
