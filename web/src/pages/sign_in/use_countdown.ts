import { useEffect, useState } from 'react';

/** Seconds until a moment that the server has named; 0 when it has come. */
export function useCountdown(): [left: number, start: (seconds: number) => void] {
  const [end, setEnd] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (end === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [end]);
  const left = Math.max(0, Math.ceil((end - now) / 1000));
  useEffect(() => {
    if (left === 0) setEnd(0);
  }, [left]);
  const start = (seconds: number) => {
    const began = Date.now();
    setNow(began);
    setEnd(began + seconds * 1000);
  };
  return [left, start];
}
