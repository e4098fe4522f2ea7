import type { SchemaRepositoryToken, SchemaRepositoryTokenRequest } from '@/api/schema';

/** The form of an entitlement token, and what is sent of it. Pure. */

export type Unit = SchemaRepositoryToken['limit_bandwidth_unit'];
export type Period = SchemaRepositoryToken['scheduled_reset_period'];

/** Larger units exist; a token that has one keeps it. */
export const kUnits: ReadonlyArray<{ value: Unit; label: string }> = [
  { value: 'Byte', label: 'B' },
  { value: 'Kilobyte', label: 'kB' },
  { value: 'Megabyte', label: 'MB' },
  { value: 'Gigabyte', label: 'GB' },
  { value: 'Terabyte', label: 'TB' },
  { value: 'Petabyte', label: 'PB' },
  { value: 'Exabyte', label: 'EB' },
  { value: 'Zettabyte', label: 'ZB' },
  { value: 'Yottabyte', label: 'YB' },
];

export const kPeriods: readonly Period[] = [
  'Never Reset',
  'Daily',
  'Weekly',
  'Fortnightly',
  'Monthly',
  'Bi-Monthly',
  'Quarterly',
  'Every 6 months',
  'Annual',
];

/** An empty text, in a number's place too, is no limit. */
export interface TokenForm {
  name: string;
  limit_num_downloads: number | '';
  limit_num_clients: number | '';
  limit_bandwidth: number | '';
  limit_bandwidth_unit: Unit;
  limit_date_range_from: string;
  limit_date_range_to: string;
  limit_package_query: string;
  scheduled_reset_period: Period;
  scheduled_reset_at: string;
}

export const kNewToken: TokenForm = {
  name: '',
  limit_num_downloads: '',
  limit_num_clients: '',
  limit_bandwidth: '',
  limit_bandwidth_unit: 'Megabyte',
  limit_date_range_from: '',
  limit_date_range_to: '',
  limit_package_query: '',
  scheduled_reset_period: 'Never Reset',
  scheduled_reset_at: '',
};

/** What <input type="datetime-local"> holds: the time of this place, to the minute. */
export function localTime(at: string | null): string {
  if (at === null) return '';
  const moment = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return (
    `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}` +
    `T${two(moment.getHours())}:${two(moment.getMinutes())}`
  );
}

function moment(local: string): string | null {
  return local === '' ? null : new Date(local).toISOString();
}

export function formOf(token: SchemaRepositoryToken): TokenForm {
  return {
    name: token.name,
    limit_num_downloads: token.limit_num_downloads ?? '',
    limit_num_clients: token.limit_num_clients ?? '',
    limit_bandwidth: token.limit_bandwidth ?? '',
    limit_bandwidth_unit: token.limit_bandwidth === null ? kNewToken.limit_bandwidth_unit : token.limit_bandwidth_unit,
    limit_date_range_from: localTime(token.limit_date_range_from),
    limit_date_range_to: localTime(token.limit_date_range_to),
    limit_package_query: token.limit_package_query ?? '',
    scheduled_reset_period: token.scheduled_reset_period,
    scheduled_reset_at: localTime(token.scheduled_reset_at),
  };
}

/**
 * What differs from `before`, so that a time keeps its seconds unless it is changed; what was filled in for a new
 * token.
 */
export function requestOf(
  form: TokenForm,
  before?: TokenForm,
): Omit<SchemaRepositoryTokenRequest, 'name'> & { name?: string } {
  const all = {
    name: form.name.trim(),
    limit_num_downloads: form.limit_num_downloads === '' ? null : form.limit_num_downloads,
    limit_num_clients: form.limit_num_clients === '' ? null : form.limit_num_clients,
    limit_bandwidth: form.limit_bandwidth === '' ? null : form.limit_bandwidth,
    limit_bandwidth_unit: form.limit_bandwidth_unit,
    limit_date_range_from: moment(form.limit_date_range_from),
    limit_date_range_to: moment(form.limit_date_range_to),
    limit_package_query: form.limit_package_query.trim() || null,
    scheduled_reset_period: form.scheduled_reset_period,
    scheduled_reset_at: moment(form.scheduled_reset_at),
  };
  const known: Partial<TokenForm> = before ?? { ...kNewToken, name: undefined };
  const keys = (Object.keys(all) as Array<keyof typeof all>).filter(
    // A number of bytes means nothing without its unit.
    (key) =>
      form[key] !== known[key] || (key === 'limit_bandwidth_unit' && form.limit_bandwidth !== known.limit_bandwidth),
  );
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

export interface Usage {
  what: 'downloads' | 'clients' | 'bandwidth';
  used: number;
  /** In bytes for the bandwidth. */
  limit: number;
}

/** What is counted of a token, against its limits. */
export function usageOf(token: SchemaRepositoryToken): Usage[] {
  const factor = 1000 ** kUnits.findIndex(({ value }) => value === token.limit_bandwidth_unit);
  const all = [
    { what: 'downloads', used: token.downloads, limit: token.limit_num_downloads },
    { what: 'clients', used: token.clients, limit: token.limit_num_clients },
    {
      what: 'bandwidth',
      used: token.bandwidth,
      limit: token.limit_bandwidth === null ? null : token.limit_bandwidth * factor,
    },
  ] as const;
  return all.flatMap(({ what, used, limit }) => (limit === null ? [] : [{ what, used, limit }]));
}
