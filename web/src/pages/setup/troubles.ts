import type { SchemaSetupTrouble } from '@/api/schema';

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Finds by a few words, and by a whole output that was pasted. Pure. */
export function troublesFor(troubles: SchemaSetupTrouble[], query: string): SchemaSetupTrouble[] {
  const wanted = plain(query);
  if (wanted === '') return troubles;
  const printed = troubles.filter(({ error }) => wanted.includes(plain(error)));
  if (printed.length > 0) return printed;
  const words = wanted.split(' ');
  return troubles.filter(({ error, cause, fix, code }) => {
    const all = plain([error, cause, fix, code ?? ''].join(' '));
    return words.every((word) => all.includes(word));
  });
}
