import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  changesOf,
  kActionFields,
  kCountRules,
  kLeastFields,
  kRateRules,
  kRuleFlags,
  kSizeRules,
  kUploadFlags,
} from './fields';

interface Description {
  components: { schemas: Record<string, { properties: Record<string, { description?: string }> }> };
}
const schemas = (JSON.parse(readFileSync('../docs/openapi.json', 'utf8')) as Description).components.schemas;

describe('the page of settings', () => {
  it('has every setting that the server heeds', () => {
    const heeded = Object.entries(schemas['Repository']!.properties)
      .filter(([, { description }]) => description === 'A setting that this server heeds.')
      .map(([name]) => name);
    const shown = [
      ...kActionFields.flatMap(({ least, own }) => [least, own]),
      ...kLeastFields.map(({ name }) => name),
      ...kUploadFlags.map(({ name }) => name),
    ];
    expect(shown.sort()).toEqual(heeded.sort());
  });
  it('has every publish rule', () => {
    const shown = [...kSizeRules, ...kCountRules, ...kRateRules, ...kRuleFlags].map(({ name }) => name);
    expect(shown.sort()).toEqual(Object.keys(schemas['PublishRules']!.properties).sort());
  });
});

it('only what differs is sent', () => {
  expect(changesOf({ name: 'a', slug: 'b' }, { name: 'a', slug: 'c' })).toEqual({ slug: 'c' });
});
