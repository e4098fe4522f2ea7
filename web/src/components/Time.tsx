import { Text, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '@/lib/format';

const kMinute = 60_000;

/** A moment as people say it, with the exact local time on hover and for the keyboard's focus. */
export function Time({ at, size = 'inherit' }: { at: string; size?: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), kMinute);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  return (
    <Tooltip label={formatExact(moment)} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} size={size} inherit={size === 'inherit'} style={{ whiteSpace: 'nowrap' }}>
        {formatRelative(moment, now)}
      </Text>
    </Tooltip>
  );
}
