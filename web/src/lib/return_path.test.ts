import { describe, expect, it } from 'vitest';
import { returnPath } from './return_path';

describe('the way back after signing in', () => {
  it('is a path of this site, with all that belongs to it', () => {
    expect(returnPath('/acme/tools')).toBe('/acme/tools');
    expect(returnPath('/acme/tools/@serde?tab=a&x=%2F%2Fb#L1')).toBe('/acme/tools/@serde?tab=a&x=%2F%2Fb#L1');
    expect(returnPath('/acme?query=https://elsewhere.example/')).toBe('/acme?query=https://elsewhere.example/');
  });
  it.each([
    undefined,
    '',
    'acme',
    'https://elsewhere.example/',
    'javascript:alert(1)',
    '//elsewhere.example',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '\t//elsewhere.example',
    ' //elsewhere.example',
    '/..//elsewhere.example',
    '/acme/..//elsewhere.example',
    '/.\\/elsewhere.example',
    '/%2e%2e//elsewhere.example',
  ])('is the start page for %j', (to) => {
    expect(returnPath(to)).toBe('/');
  });
  it('does not lead in a circle', () => {
    expect(returnPath('/sign-in')).toBe('/');
    expect(returnPath('/sign-in?to=/sign-in')).toBe('/');
    expect(returnPath('/first-run')).toBe('/');
  });
});
