import type { Token } from '@/lib/highlight';

/** Text in colours, line by line. Pure. */

/** Tokens may go on over the ends of lines; lines of them do not. */
export function linesOfTokens(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const { text, kind } of tokens) {
    text.split(/\r\n|\n/).forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)!.push({ text: part, kind });
    });
  }
  if (lines.length > 1 && lines.at(-1)!.length === 0) lines.pop(); // the end of the last line begins none
  return lines;
}

const kByName: Readonly<Record<string, string>> = {
  'cargo.lock': 'toml',
  'cargo.toml.orig': 'toml',
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  '.cargo_vcs_info.json': 'json',
};

/** What the name of a file says of its language; "text" when nothing. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (Object.hasOwn(kByName, name)) return kByName[name]!;
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : 'text';
}

const kImages = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg']);

export function isImage(path: string): boolean {
  return kImages.has(languageOf(path));
}
