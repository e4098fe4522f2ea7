import { describe, expect, it } from 'vitest';
import { defaultFeatures, featureClosure, readEnabled, sortFeatures, type Feature } from './features';

const feature = (name: string, enables: string[] = [], is_default = false): Feature => ({ name, enables, is_default });
const kFeatures = [
  feature('alloc'),
  feature('default', ['std'], true),
  feature('derive', ['dep:serde_derive', 'serde_derive/deserialize_in_place', 'rc?/std']),
  feature('full', ['derive', 'std', 'ring']),
  feature('ring', ['round']),
  feature('round', ['ring', 'memchr']),
  feature('std', ['alloc', 'memchr/std'], true),
];

describe('what a feature names', () => {
  const names = new Set(kFeatures.map(({ name }) => name));
  it.each([
    ['std', { kind: 'feature', feature: 'std' }],
    ['memchr', { kind: 'dependency', dependency: 'memchr' }],
    ['dep:memchr', { kind: 'dependency', dependency: 'memchr' }],
    ['memchr/std', { kind: 'foreign', dependency: 'memchr', feature: 'std', weak: false }],
    ['memchr?/std', { kind: 'foreign', dependency: 'memchr', feature: 'std', weak: true }],
  ])('%s is read', (text, enabled) => expect(readEnabled(text, names)).toEqual(enabled));
});

describe('all that comes with a feature', () => {
  it('is what it names, and what comes through that', () => {
    const { direct, transitive, dependencies } = featureClosure(kFeatures, 'full');
    expect(direct.map((one) => one.kind === 'feature' && one.feature)).toEqual(['derive', 'std', 'ring']);
    expect(transitive).toEqual([
      { feature: 'alloc', through: 'std' },
      { feature: 'round', through: 'ring' },
    ]);
    expect(dependencies).toEqual([
      { dependency: 'serde_derive', through: 'derive' },
      { dependency: 'memchr', through: 'std' },
    ]);
  });
  it('ends where features go in circles', () =>
    expect(featureClosure(kFeatures, 'ring')).toEqual({
      direct: [{ kind: 'feature', feature: 'round' }],
      transitive: [],
      dependencies: [{ dependency: 'memchr', through: 'round' }],
    }));
  it('is nothing for a feature that is not there', () =>
    expect(featureClosure(kFeatures, 'constructor')).toEqual({ direct: [], transitive: [], dependencies: [] }));
  it('of `default` is what is on when nobody asks', () =>
    expect([...defaultFeatures(kFeatures)]).toEqual(['std', 'alloc']));
});

it('sorts default first, then what it turns on', () =>
  expect(sortFeatures(kFeatures).map(({ name }) => name)).toEqual([
    'default',
    'std',
    'alloc',
    'derive',
    'full',
    'ring',
    'round',
  ]));
