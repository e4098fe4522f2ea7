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
