import { createElement, lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/** A part of a page whose script comes after the page itself; `place` keeps its room until then. */
export function lazyPart<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
  place: (properties: Properties) => ReactNode,
): ComponentType<Properties> {
  const Part = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Properties>;
  return function LazyPart(properties: Properties) {
    return <Suspense fallback={place(properties)}>{createElement(Part, properties)}</Suspense>;
  };
}
