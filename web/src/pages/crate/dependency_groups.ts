import type { SchemaCrateDependency } from '@/api/schema';

/** Dependencies that are needed at the same time on the same platforms. Pure. */
export interface DependencyGroup {
  kind: SchemaCrateDependency['kind'];
  target: string | null;
  title: string;
  dependencies: SchemaCrateDependency[];
}

const kKinds = ['normal', 'build', 'dev'] as const;
const kTitles = { normal: 'To run', build: 'To build', dev: 'For tests and examples' } as const;

/** By kind, those for every platform first; within a group by name, the optional ones last. */
export function dependencyGroups(dependencies: readonly SchemaCrateDependency[]): DependencyGroup[] {
  const groups = new Map<string, DependencyGroup>();
  for (const dependency of dependencies) {
    const { kind, target } = dependency;
    const key = JSON.stringify([kind, target]);
    const group = groups.get(key) ?? {
      kind,
      target,
      title: target === null ? kTitles[kind] : `${kTitles[kind]}, on`,
      dependencies: [],
    };
    group.dependencies.push(dependency);
    groups.set(key, group);
  }
  const found = [...groups.values()].sort(
    (a, b) => kKinds.indexOf(a.kind) - kKinds.indexOf(b.kind) || compare(a.target ?? '', b.target ?? ''),
  );
  for (const group of found) {
    group.dependencies.sort((a, b) => Number(a.optional) - Number(b.optional) || compare(a.name, b.name));
  }
  return found;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
