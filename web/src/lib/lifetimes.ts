/** How long a new credential may live. */
export const kLifetimes = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
];

const kDay = 24 * 3600 * 1000;

export function momentIn(days: number): string {
  return new Date(Date.now() + days * kDay).toISOString();
}
