import { expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { fieldErrors } from './use_settings_form';

const values = { slug: 'tools', max_ratio: 20 };

it('a refusal stands at the field that it names', () => {
  expect(fieldErrors(new ApiError(422, 'Invalid.', { 'publish_rules.max_ratio': 'Too large.' }), values)).toEqual({
    max_ratio: 'Too large.',
  });
  const sentence = "The publish rule 'max_ratio' must be a whole number from 1 to 100.";
  expect(fieldErrors(new ApiError(422, sentence), values)).toEqual({ max_ratio: sentence });
});

it('a refusal that names none of the fields stands elsewhere', () => {
  expect(fieldErrors(new ApiError(409, "There is a repository 'other' already."), values)).toEqual({});
  expect(fieldErrors(new Error("'slug'"), values)).toEqual({});
});
