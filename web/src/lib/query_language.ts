/** What the search language can ask for: the fields of docs/search.md that find something on this server. */
export interface QueryField {
  name: string;
  /** Offered after the name. */
  example: string;
  what: string;
}

export const kQueryFields: readonly QueryField[] = [
  { name: 'name', example: 'name:^serde', what: 'The crate’s name; - and _ are the same' },
  { name: 'version', example: 'version:>=1.0', what: 'The version, by SemVer after > >= < <= = ~=' },
  { name: 'prerelease', example: 'prerelease:true', what: 'Whether the version is a pre-release' },
  { name: 'license', example: 'license:^MIT$', what: 'The licence; license:^$ finds crates without one' },
  { name: 'dependency', example: 'dependency:openssl<0.10', what: 'What it depends on' },
  { name: 'tag', example: 'tag:stable', what: 'A tag; tag:* finds what has any' },
  { name: 'status', example: 'status:quarantined', what: 'completed or quarantined' },
  { name: 'size', example: 'size:<=2MB', what: 'The size of the file' },
  { name: 'downloads', example: 'downloads:>1000', what: 'How often it was downloaded' },
  { name: 'uploaded', example: "uploaded:>'1 month ago'", what: 'When it was uploaded' },
  { name: 'last_downloaded', example: "last_downloaded:<'1 year ago'", what: 'When it was last downloaded' },
  { name: 'uploader', example: 'uploader:alice', what: 'Who uploaded it' },
  { name: 'filename', example: 'filename:serde-1.0.0.crate', what: 'The name of the file' },
  { name: 'checksum', example: 'checksum:9f86d081', what: 'A checksum, or a part of one' },
  { name: 'repository', example: 'repository:tools', what: 'The repository’s slug' },
];

export const kQueryForms: ReadonlyArray<readonly [form: string, finds: string]> = [
  ['tokio runtime', 'both words, in name, keywords or description'],
  ['a OR b', 'one of them'],
  ['NOT prerelease:true', 'what does not match'],
  ['(a OR b) c', 'parentheses group'],
  ['field:value', 'what has the value in that field'],
  ['field:~value', 'what has not'],
  ['name:^serde$', '^ is the beginning and $ the end'],
  ['name:serde*json', '* is anything or nothing'],
  ["license:'mit or apache'", 'quotes hold blanks'],
];

const kWord = /[A-Za-z_]*$/;
/** What a name of a field may stand behind: the beginning, a blank, a parenthesis. */
const kBoundary = /(^|[\s(])$/;

/** The word that is being typed where the cursor stands, when it may become a field's name; inside quotes none does. */
export function fieldPrefix(query: string, cursor: number): string | undefined {
  const before = query.slice(0, cursor);
  const quotes = before.match(/"/g)?.length ?? 0;
  const apostrophes = before.match(/'/g)?.length ?? 0;
  if (quotes % 2 === 1 || apostrophes % 2 === 1) return undefined;
  const word = kWord.exec(before)![0];
  if (word === '' || !kBoundary.test(before.slice(0, before.length - word.length))) return undefined;
  return /^[A-Za-z_:]/.test(query.slice(cursor)) ? undefined : word;
}

/** The fields that the word at the cursor may become. */
export function fieldsFor(query: string, cursor: number): QueryField[] {
  const word = fieldPrefix(query, cursor)?.toLowerCase();
  if (word === undefined) return [];
  return kQueryFields.filter(({ name }) => name.startsWith(word));
}

/** The query with the word at the cursor become `field:`, and where the cursor goes. */
export function completeField(query: string, cursor: number, field: string): { query: string; cursor: number } {
  const word = fieldPrefix(query, cursor) ?? '';
  const before = `${query.slice(0, cursor - word.length)}${field}:`;
  return { query: before + query.slice(cursor), cursor: before.length };
}
