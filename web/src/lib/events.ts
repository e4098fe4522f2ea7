import type { SchemaAuditEvent } from '@/api/schema';

/** How events are put before people. Pure. */

export type EventKind = SchemaAuditEvent['event'];

/** "owner_added" → "owner added". */
export function kindWords(kind: string): string {
  return kind.replaceAll('_', ' ');
}

/** The part of a sentence that names the crate, and its version, so that it can become a link. */
export function splitSentence(
  sentence: string,
  crate: string | null,
  version: string | null,
): { before: string; named: string; after: string } {
  const named = crate === null ? '' : version === null ? crate : `${crate} ${version}`;
  // The crate stands behind the actor, who may have the same name.
  const at = named === '' ? -1 : sentence.lastIndexOf(named);
  if (at < 0) return { before: sentence, named: '', after: '' };
  return { before: sentence.slice(0, at), named, after: sentence.slice(at + named.length) };
}

/** Events by the day on which they happened, here; the order stays. */
export function byDay<Event extends { at: string }>(events: readonly Event[]): Array<{ day: string; events: Event[] }> {
  const days: Array<{ day: string; events: Event[] }> = [];
  for (const event of events) {
    const day = new Date(event.at).toLocaleDateString('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    });
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}

/** Newer events above those that are there, none twice, and no more than `most`. */
export function withNewer<Event extends { sequence: number }>(
  newer: readonly Event[],
  there: readonly Event[],
  most: number,
): Event[] {
  const known = new Set(there.map(({ sequence }) => sequence));
  return [...newer.filter(({ sequence }) => !known.has(sequence)), ...there].slice(0, most);
}
