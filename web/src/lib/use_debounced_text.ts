import { useEffect, useRef, useState } from 'react';

/**
 * A text that is typed here and takes effect (`commit`) when typing rests. It follows `committed` when that changes by
 * itself, as by the browser's way back.
 */
export function useDebouncedText(
  committed: string,
  commit: (text: string) => void,
  wait = 250,
): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(committed);
  const sent = useRef(committed);
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    if (committed === sent.current) return; // our own, while somebody types on
    sent.current = committed;
    setTyped(committed);
  }, [committed]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      latest.current(typed);
    }, wait);
    return () => clearTimeout(timer);
  }, [typed, wait]);
  return [typed, setTyped];
}
