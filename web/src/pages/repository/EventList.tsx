import { Box, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconArrowBackUp,
  IconKey,
  IconPackage,
  IconPencil,
  IconPlayerStop,
  IconShieldLock,
  IconTag,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { SchemaAuditEvent } from '@/api/schema';
import { Link } from '@/components/Link';
import { Time } from '@/components/Time';
import { byDay, splitSentence } from '@/lib/events';
import classes from './EventList.module.css';
import { usePlace } from './queries';

type Look = readonly [icon: typeof IconPackage, color: string];

/** The first beginning of the kind's word that fits; the order says what comes first. */
const kLooks: ReadonlyArray<readonly [beginning: string, look: Look]> = [
  ['published', [IconPackage, 'teal']],
  ['yanked', [IconPlayerStop, 'orange']],
  ['unyanked', [IconArrowBackUp, 'teal']],
  ['restored', [IconArrowBackUp, 'teal']],
  ['released', [IconArrowBackUp, 'teal']],
  ['deleted', [IconTrash, 'red']],
  ['purged', [IconTrash, 'red']],
  ['quarantined', [IconShieldLock, 'orange']],
  ['tagged', [IconTag, 'blue']],
  ['entitlement_', [IconKey, 'grape']],
  ['owner_', [IconUsers, 'blue']],
  ['privilege_', [IconUsers, 'blue']],
];
const kOther: Look = [IconPencil, 'gray'];
/** Of these nothing is left to be linked to. */
const kGone = new Set(['deleted', 'purged']);

/** Events, the newest first, by day. */
export function EventList({ events, isOld }: { events: SchemaAuditEvent[]; isOld: boolean }) {
  // What comes while one looks is marked until one leaves.
  const [newestAtFirst] = useState(events[0]?.sequence ?? 0);
  return (
    <Box className={classes.days} data-old={isOld || undefined} aria-busy={isOld}>
      {byDay(events).map(({ day, events: some }) => (
        <section key={day} aria-label={day}>
          <Title order={3} size="sm" mt="md" mb={4}>
            {day}
          </Title>
          <ol className={classes.list}>
            {some.map((event) => (
              <EventRow key={event.sequence} event={event} isNew={event.sequence > newestAtFirst} />
            ))}
          </ol>
        </section>
      ))}
    </Box>
  );
}

function EventRow({ event, isNew }: { event: SchemaAuditEvent; isNew: boolean }) {
  const place = usePlace();
  const [Icon, color] = kLooks.find(([beginning]) => event.event.startsWith(beginning))?.[1] ?? kOther;
  const { before, named, after } = splitSentence(event.sentence, event.crate, event.version);
  return (
    <li className={classes.row} data-new={isNew || undefined}>
      <ThemeIcon variant="light" color={color} size="md" radius="xl" aria-hidden>
        <Icon size={16} />
      </ThemeIcon>
      <Text size="sm" className={classes.sentence}>
        {before}
        {named !== '' && event.crate !== null && !kGone.has(event.event) ? (
          <Link
            underline="always"
            to={
              event.version === null
                ? '/$namespace/$repository/@{$crate}'
                : '/$namespace/$repository/@{$crate}/$version'
            }
            params={{ ...place, crate: event.crate, version: event.version ?? '' }}
          >
            {named}
          </Link>
        ) : (
          named
        )}
        {after}
      </Text>
      <Text size="sm" c="dimmed" span>
        <Time at={event.at} />
      </Text>
    </li>
  );
}
