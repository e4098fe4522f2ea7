import { createLink, useLocation } from '@tanstack/react-router';
import { forwardRef, useEffect, useRef, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import classes from './TabLinks.module.css';

/** The pages of one thing, as links in a row: each has an address, so they are no tabs of ARIA. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  const list = useRef<HTMLUListElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    // On phones the row is wider than the screen: the page one is on shall be in sight.
    const box = list.current;
    const here = box?.querySelector<HTMLElement>('[aria-current="page"]');
    if (box && here) box.scrollLeft = here.offsetLeft - box.offsetLeft - 24;
  }, [path]);
  return (
    <nav aria-label={label}>
      <ul ref={list} className={classes.list}>
        {children}
      </ul>
    </nav>
  );
}

const TabAnchor = forwardRef<HTMLAnchorElement, ComponentPropsWithoutRef<'a'>>(({ children, ...rest }, reference) => (
  <li>
    <a ref={reference} {...rest} className={classes.link}>
      {children}
    </a>
  </li>
));
TabAnchor.displayName = 'TabAnchor';

export const TabLink = createLink(TabAnchor);
