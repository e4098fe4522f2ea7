import { Text, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '@/lib/format';

const kMinute = 60_000;

interface Properties {
  at: string;
  size?: string;
  /** It cannot lie ahead, whatever the clocks say; and the server moves a change on by a second for each in the same one. */
  isPast?: boolean;
}

/** A moment as people say it, with the exact local time on hover and for the keyboard's focus. */
export function Time({ at, size = 'inherit', isPast = false }: Properties) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), kMinute);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  const shown = isPast && moment > now ? now : moment;
  return (
    <Tooltip label={formatExact(moment)} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} size={size} inherit={size === 'inherit'} style={{ whiteSpace: 'nowrap' }}>
        {formatRelative(shown, now)}
      </Text>
    </Tooltip>
  );
}
