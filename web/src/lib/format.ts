/** How numbers, sizes and times are written, everywhere the same. Pure. */

const kUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 1 kB is 1000 bytes, as in the limits of tokens. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (Math.abs(amount) >= 999.5 && unit < kUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(amount) >= 100 ? 0 : 1;
  return `${amount.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits })} ${kUnits[unit]}`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** "1 crate", "2 crates". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const kSteps: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];
const kRelative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "3 hours ago", "in 2 days", "just now". */
export function formatRelative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  for (const [unit, length] of kSteps) {
    if (Math.abs(seconds) >= length) return kRelative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

/** In the time of whoever reads, with its zone. */
export function formatExact(at: Date): string {
  return at.toLocaleString('en-GB', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}
