/** What may stand behind the '?' in the addresses of a repository's pages. */

export const kCrateSorts = ['-updated_at', 'name', '-downloads', '-versions', '-size'] as const;
export type CrateSort = (typeof kCrateSorts)[number];

export interface CratesSearch {
  query?: string;
  sort?: CrateSort;
  page?: number;
}

/** What the set-up page was asked for; the server knows which values there are. */
export const kSetupParameters = [
  'protocol',
  'cargo',
  'credential',
  'store',
  'task',
  'crate',
  'version',
  'registry',
  'token',
] as const;
export type SetupSearch = { [Name in (typeof kSetupParameters)[number]]?: string };

/** Kinds with commas between; before or after an event of the log, the newest ones without. */
export interface ActivitySearch {
  kind?: string;
  actor?: string;
  crate?: string;
  before?: number;
  after?: number;
}
