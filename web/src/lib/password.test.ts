import { expect, it } from 'vitest';
import { passwordFault } from './password';

it('takes 8 to 256 bytes for a password, as the server does', () => {
  expect(passwordFault('1234567')).toBe('The password must have at least 8 characters.');
  expect(passwordFault('12345678')).toBeUndefined();
  expect(passwordFault('äöüß')).toBeUndefined();
  expect(passwordFault('x'.repeat(256))).toBeUndefined();
  expect(passwordFault('x'.repeat(257))).toBe('The password must have at most 256 characters.');
  expect(passwordFault('ß'.repeat(129))).toBeDefined();
});
