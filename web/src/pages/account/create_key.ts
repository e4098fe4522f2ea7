import { api, take } from '@/api/client';
import type { SchemaApiKeyRequest } from '@/api/schema';

/** As the server has it. */
export const kLongestKeyName = 50;

export function createKey(body: SchemaApiKeyRequest) {
  return take(api.POST('/v1/keys/', { body }));
}
