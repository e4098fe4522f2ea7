/** Days of the calendar as YYYY-MM-DD, in UTC as the server counts them. Pure. */

const kDay = 86_400_000;

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(moment.getTime()) && dayOf(moment) === text;
}

/** The first of `count` days that end with `last`. */
export function firstOfDays(last: string, count: number): string {
  return dayOf(new Date(Date.parse(`${last}T00:00:00Z`) - (count - 1) * kDay));
}

/** How many days there are from the one to the other, both counted. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / kDay) + 1;
}

/** "3 Mar 2026". */
export function formatDay(day: string, year: 'with year' | 'without year' = 'with year'): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: year === 'with year' ? 'numeric' : undefined,
    timeZone: 'UTC',
  });
}
