import { expect, it } from 'vitest';
import { slugOf } from './slug';

it.each([
  ['My Crates!', 'my-crates'],
  ['  tools  ', 'tools'],
  ['a--b  c', 'a-b-c'],
  ['snake_case', 'snake_case'],
  ['Überseecontainer', 'berseecontainer'],
  ['???', ''],
])('%j becomes %j', (name, slug) => expect(slugOf(name)).toBe(slug));
