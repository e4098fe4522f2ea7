import { expect, it } from 'vitest';
import { dayOf, daysBetween, firstOfDays, formatDay, isDay } from './days';

it('days are those of UTC', () => expect(dayOf(new Date('2026-03-01T23:59:59-01:00'))).toBe('2026-03-02'));
it('a span counts both its ends', () => {
  expect(firstOfDays('2026-03-01', 1)).toBe('2026-03-01');
  expect(firstOfDays('2026-03-01', 7)).toBe('2026-02-23');
  expect(daysBetween('2026-02-23', '2026-03-01')).toBe(7);
});
it('only a day of the calendar is one', () => {
  expect(isDay('2026-02-28')).toBe(true);
  for (const text of ['2026-02-30', '2026-2-3', 'today', '', '2026-02-28T00:00']) expect(isDay(text)).toBe(false);
});
it('is written short', () => {
  expect(formatDay('2026-03-01')).toBe('1 Mar 2026');
  expect(formatDay('2026-03-01', 'without year')).toBe('1 Mar');
});
