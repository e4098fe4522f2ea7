import { expect, it } from 'vitest';
import type { SchemaCrateDependency } from '@/api/schema';
import { dependencyGroups } from './dependency_groups';

function dependency(name: string, rest: Partial<SchemaCrateDependency> = {}): SchemaCrateDependency {
  return {
    name,
    package: name,
    requirement: '^1',
    kind: 'normal',
    target: null,
    optional: false,
    default_features: true,
    features: [],
    registry: null,
    is_here: true,
    url: null,
    ...rest,
  };
}

it('groups dependencies by kind and target', () => {
  const groups = dependencyGroups([
    dependency('tests', { kind: 'dev' }),
    dependency('winapi', { target: 'cfg(windows)' }),
    dependency('cc', { kind: 'build' }),
    dependency('extra', { optional: true }),
    dependency('zlib'),
    dependency('libc', { target: 'cfg(unix)' }),
  ]);
  expect(
    groups.map(({ title, target, dependencies }) => [title, target, dependencies.map(({ name }) => name)]),
  ).toEqual([
    ['To run', null, ['zlib', 'extra']],
    ['To run, on', 'cfg(unix)', ['libc']],
    ['To run, on', 'cfg(windows)', ['winapi']],
    ['To build', null, ['cc']],
    ['For tests and examples', null, ['tests']],
  ]);
});
