import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** Pages name themselves after they are shown (components/PageTitle). */
const kTitleAfter = 150; // milliseconds

/** After each change of the page its title is read out, and a focus that went with the old page comes to the new one. */
export function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  useEffect(() => {
    let timer: number | undefined;
    const unsubscribe = router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        setTitle(document.title);
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) {
          document.getElementById('main')?.focus({ preventScroll: true });
        }
      }, kTitleAfter);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [router]);
  return (
    <div role="status" className="visually-hidden">
      {title}
    </div>
  );
}
