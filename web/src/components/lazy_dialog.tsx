import { createElement, Suspense, useState, type ComponentType } from 'react';
import { lazily } from './lazily';
import { useFocusReturn } from './use_focus_return';

/**
 * A dialog whose script is loaded when it is first opened: a page is there sooner without it. One without the property `opened`
 * is open as long as it is rendered. When it closes, the focus goes back to what opened it.
 */
export function lazyDialog<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const Dialog = lazily(load);
  return function LazyDialog(properties: Properties) {
    const isOpen = (properties as { opened?: boolean }).opened !== false;
    const [wanted, setWanted] = useState(isOpen);
    if (isOpen && !wanted) setWanted(true);
    useFocusReturn(isOpen);
    return wanted ? <Suspense>{createElement(Dialog, properties)}</Suspense> : null;
  };
}
