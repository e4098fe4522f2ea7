/** Readers of what stands after '?' in a page's address: anything may stand there, and what makes no sense counts as absent. */

type Raw = Record<string, unknown>;

export function text(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function wholeNumber(raw: Raw, name: string, least = 1): number | undefined {
  const value = Number(raw[name]);
  return Number.isSafeInteger(value) && value >= least ? value : undefined;
}

export function oneOf<Word extends string>(raw: Raw, name: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === raw[name]);
}

/**
 * An address holds words, not JSON: the router's own way quotes what looks like a number ("1.10", "true") and reads it as one.
 * Undefined stands for a parameter that is not there.
 */
export function readAddress(search: string): Raw {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeAddress(search: Raw): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      words.set(name, String(value));
  }
  const written = words.toString();
  return written === '' ? '' : `?${written}`;
}
