import { createElement, Suspense, type ComponentType, type ReactNode } from 'react';
import { lazily } from './lazily';

/** A part of a page whose script comes after the page itself; `place` keeps its room until then. */
export function lazyPart<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
  place: (properties: Properties) => ReactNode,
): ComponentType<Properties> {
  const Part = lazily(load);
  return function LazyPart(properties: Properties) {
    return <Suspense fallback={place(properties)}>{createElement(Part, properties)}</Suspense>;
  };
}
