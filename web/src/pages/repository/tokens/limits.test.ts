import { describe, expect, it } from 'vitest';
import type { SchemaRepositoryToken } from '@/api/schema';
import { formOf, kNewToken, localTime, requestOf, usageOf } from './limits';

const token = {
  name: 'ci',
  downloads: 3,
  clients: 1,
  bandwidth: 1500,
  limit_num_downloads: 10,
  limit_num_clients: null,
  limit_bandwidth: 2,
  limit_bandwidth_unit: 'Kilobyte',
  limit_date_range_from: null,
  limit_date_range_to: '2027-01-31T12:30:15Z',
  limit_package_query: null,
  scheduled_reset_period: 'Monthly',
  scheduled_reset_at: '2026-12-01T00:00:00Z',
} as SchemaRepositoryToken;

describe('the form of a token', () => {
  it('sends of a new token what was filled in', () => {
    expect(requestOf({ ...kNewToken, name: ' ci ', limit_num_downloads: 5 })).toEqual({
      name: 'ci',
      limit_num_downloads: 5,
    });
  });
  it('sends the unit with every number of bytes', () => {
    expect(requestOf({ ...kNewToken, name: 'ci', limit_bandwidth: 5 })).toEqual({
      name: 'ci',
      limit_bandwidth: 5,
      limit_bandwidth_unit: 'Megabyte',
    });
  });
  it('sends of one that exists what was changed, and null for a limit that is taken away', () => {
    const before = formOf(token);
    expect(requestOf(before, before)).toEqual({});
    expect(requestOf({ ...before, limit_num_downloads: '', limit_bandwidth_unit: 'Megabyte' }, before)).toEqual({
      limit_num_downloads: null,
      limit_bandwidth_unit: 'Megabyte',
    });
  });
  it('shows times of this place and sends those of the world', () => {
    const local = localTime('2027-01-31T12:30:15Z');
    expect(local).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    expect(requestOf({ ...kNewToken, name: 'a', limit_date_range_to: local }).limit_date_range_to).toBe(
      '2027-01-31T12:30:00.000Z',
    );
    expect(localTime(null)).toBe('');
  });
});

it('usage is what is limited, bandwidth in bytes', () => {
  expect(usageOf(token)).toEqual([
    { what: 'downloads', used: 3, limit: 10 },
    { what: 'bandwidth', used: 1500, limit: 2000 },
  ]);
});
