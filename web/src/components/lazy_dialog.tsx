import { createElement, lazy, Suspense, useState, type ComponentType } from 'react';

/**
 * A dialog whose script is loaded when it is first opened: a page is there sooner without it. One without the property `opened`
 * is open as long as it is rendered.
 */
export function lazyDialog<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const Dialog = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Properties>;
  return function LazyDialog(properties: Properties) {
    const isOpen = (properties as { opened?: boolean }).opened !== false;
    const [wanted, setWanted] = useState(isOpen);
    if (isOpen && !wanted) setWanted(true);
    return wanted ? <Suspense>{createElement(Dialog, properties)}</Suspense> : null;
  };
}
