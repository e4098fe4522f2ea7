import type { HLJSApi, LanguageFn } from 'highlight.js';

/** Colours for code, as data: text with a kind each, never HTML. highlight.js and each grammar load when first wanted. */

export interface Token {
  text: string;
  /** highlight.js's scope: "string", "comment", …; "" for plain text. */
  kind: string;
}
export type Highlighter = (code: string) => Token[];

type Grammar = () => Promise<{ default: LanguageFn }>;

const kGrammars: Readonly<Record<string, Grammar>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  groovy: () => import('highlight.js/lib/languages/groovy'),
  ini: () => import('highlight.js/lib/languages/ini'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  python: () => import('highlight.js/lib/languages/python'),
  rust: () => import('highlight.js/lib/languages/rust'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

/** Other names by which people, files and the server call these. */
const kAliases: Readonly<Record<string, string>> = {
  cc: 'cpp',
  h: 'c',
  hpp: 'cpp',
  html: 'xml',
  js: 'javascript',
  lock: 'ini',
  md: 'markdown',
  mjs: 'javascript',
  patch: 'diff',
  py: 'python',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  toml: 'ini',
  ts: 'typescript',
  yml: 'yaml',
};

const kEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

function plain(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => kEntities[name]!);
}

/** What highlight.js writes is spans and escaped text, nothing else. */
export function tokensOf(html: string): Token[] {
  const open: string[] = [];
  const tokens: Token[] = [];
  for (const [, scope, end, text] of html.matchAll(/<span class="([^"]*)">|(<\/span>)|([^<]+)/g)) {
    if (scope !== undefined) open.push(scope.split(' ')[0]!.replace(/^hljs-/, ''));
    else if (end !== undefined) open.pop();
    else tokens.push({ text: plain(text!), kind: open.at(-1) ?? '' });
  }
  return tokens;
}

export function grammarOf(language: string): string | undefined {
  const name = language.toLowerCase();
  const grammar = Object.hasOwn(kAliases, name) ? kAliases[name]! : name;
  return Object.hasOwn(kGrammars, grammar) ? grammar : undefined;
}

let library: Promise<{ default: HLJSApi }> | undefined;
const loaded = new Map<string, Promise<Highlighter>>();

async function load(grammar: string): Promise<Highlighter> {
  library ??= import('highlight.js/lib/core');
  const [{ default: highlight }, { default: rules }] = await Promise.all([library, kGrammars[grammar]!()]);
  highlight.registerLanguage(grammar, rules);
  return (code) => tokensOf(highlight.highlight(code, { language: grammar, ignoreIllegals: true }).value);
}

/** Undefined for what has no grammar here. */
export function loadHighlighter(language: string): Promise<Highlighter> | undefined {
  const grammar = grammarOf(language);
  if (grammar === undefined) return undefined;
  if (!loaded.has(grammar)) loaded.set(grammar, load(grammar));
  return loaded.get(grammar);
}
