import { createElement, lazy, Suspense, useState, type ComponentType } from 'react';

/** A dialog whose script is loaded when it is first opened: a page is there sooner without it. */
export function lazyDialog<Properties extends { opened: boolean }>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const Dialog = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Properties>;
  return function LazyDialog(properties: Properties) {
    const [wanted, setWanted] = useState(properties.opened);
    if (properties.opened && !wanted) setWanted(true);
    return wanted ? <Suspense>{createElement(Dialog, properties)}</Suspense> : null;
  };
}
