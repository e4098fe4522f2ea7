import { describe, expect, it } from 'vitest';
import { oneOf, readAddress, text, wholeNumber, writeAddress } from './search_params';

describe('what stands in an address', () => {
  it('is read as text, numbers too', () => {
    expect(text({ query: 'serde' }, 'query')).toBe('serde');
    expect(text({ query: 12 }, 'query')).toBe('12');
    expect(text({ query: '' }, 'query')).toBeUndefined();
    expect(text({ query: { deep: 1 } }, 'query')).toBeUndefined();
  });
  it('is a page number only when it is one', () => {
    expect(wholeNumber({ page: 3 }, 'page')).toBe(3);
    expect(wholeNumber({ page: '4' }, 'page')).toBe(4);
    for (const page of [0, -1, 1.5, 'x', null, {}]) expect(wholeNumber({ page }, 'page')).toBeUndefined();
  });
  it('is one of the words that are known', () => {
    expect(oneOf({ sort: 'name' }, 'sort', ['name', 'size'])).toBe('name');
    expect(oneOf({ sort: 'colour' }, 'sort', ['name', 'size'])).toBeUndefined();
  });
  it('is written and read as it is, though it looks like a number', () => {
    const search = { version: '1.10', query: 'true & name:^a', page: 3, gone: undefined };
    expect(writeAddress(search)).toBe('?version=1.10&query=true+%26+name%3A%5Ea&page=3');
    expect(readAddress(writeAddress(search))).toEqual({ version: '1.10', query: 'true & name:^a', page: '3' });
    expect(writeAddress({ gone: undefined })).toBe('');
  });
});
