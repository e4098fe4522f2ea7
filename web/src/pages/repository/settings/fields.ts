import type { SchemaPublishRules, SchemaRepositoryWithPrivilege } from '@/api/schema';

/** The settings of a repository, as tables: what each is called and what it does. */

type Settings = SchemaRepositoryWithPrivilege;

export interface ActionField {
  least: 'copy_packages' | 'move_packages' | 'delete_packages' | 'resync_packages';
  own: 'copy_own' | 'move_own' | 'delete_own' | 'resync_own';
  label: string;
  ownLabel: string;
  from: ReadonlyArray<'Read' | 'Write' | 'Admin'>;
}

/** Actions on packages: the least privilege, and whether Write is enough for what one uploaded oneself. */
export const kActionFields: readonly ActionField[] = [
  {
    least: 'copy_packages',
    own: 'copy_own',
    label: 'Copy versions to other repositories',
    ownLabel: 'Who uploaded a version may copy it with Write',
    from: ['Read', 'Write', 'Admin'],
  },
  {
    least: 'move_packages',
    own: 'move_own',
    label: 'Move versions to other repositories',
    ownLabel: 'Who uploaded a version may move it with Write',
    from: ['Read', 'Write', 'Admin'],
  },
  {
    least: 'delete_packages',
    own: 'delete_own',
    label: 'Delete versions',
    ownLabel: 'Who uploaded a version may delete it with Write',
    from: ['Write', 'Admin'],
  },
  {
    least: 'resync_packages',
    own: 'resync_own',
    label: 'Read versions anew from their files',
    ownLabel: 'Who uploaded a version may do so with Write',
    from: ['Write', 'Admin'],
  },
];

export interface LeastField {
  name: 'replace_packages' | 'view_statistics' | 'manage_entitlements_privilege';
  label: string;
  from: ReadonlyArray<'Read' | 'Write' | 'Admin'>;
}

export const kLeastFields: readonly LeastField[] = [
  { name: 'replace_packages', label: 'Replace a version by another upload', from: ['Write', 'Admin'] },
  { name: 'view_statistics', label: 'See statistics', from: ['Read', 'Write', 'Admin'] },
  { name: 'manage_entitlements_privilege', label: 'Manage entitlement tokens', from: ['Read', 'Write', 'Admin'] },
];

export interface FlagField<Name> {
  name: Name;
  label: string;
  description: string;
}

export const kUploadFlags: ReadonlyArray<
  FlagField<'replace_packages_by_default' | 'tag_pre_releases_as_latest' | 'use_default_cargo_upstream'>
> = [
  {
    name: 'replace_packages_by_default',
    label: 'Uploads replace what is there',
    description:
      'An upload of a version that exists replaces it, for whoever may; otherwise it is refused unless it asks to.',
  },
  {
    name: 'tag_pre_releases_as_latest',
    label: 'Pre-releases may be “latest”',
    description: 'The tag latest may stand at a pre-release too.',
  },
  {
    name: 'use_default_cargo_upstream',
    label: 'Dependencies without a registry are from crates.io',
    description: 'In uploaded .crate files. Otherwise they are taken for crates of this repository.',
  },
];

type RuleName<Kind> = {
  [Name in keyof SchemaPublishRules]: SchemaPublishRules[Name] extends Kind ? Name : never;
}[keyof SchemaPublishRules];

export interface NumberField {
  name: RuleName<number>;
  label: string;
  description?: string;
  unit?: string;
}

export const kSizeRules: readonly NumberField[] = [
  { name: 'max_crate_bytes', label: 'Largest .crate file', unit: 'bytes' },
  {
    name: 'max_unpacked_bytes',
    label: 'Largest content when unpacked',
    unit: 'bytes',
    description: 'Cargo’s own limit is 512 MiB.',
  },
  {
    name: 'max_ratio',
    label: 'Unpacked bytes per compressed byte',
    description: 'Allowed even above the limit before. Cargo’s own limit is 20.',
  },
  { name: 'max_entries', label: 'Most files and folders' },
  { name: 'max_metadata_bytes', label: 'Largest metadata, README included', unit: 'bytes' },
  { name: 'max_description_bytes', label: 'Longest description', unit: 'bytes' },
];

export const kCountRules: readonly NumberField[] = [
  { name: 'max_dependencies', label: 'Most dependencies' },
  { name: 'max_features', label: 'Most features' },
  { name: 'max_feature_values', label: 'Most values in one feature' },
  { name: 'max_keywords', label: 'Most keywords' },
  { name: 'max_categories', label: 'Most categories' },
];

export const kRateRules: readonly NumberField[] = [
  { name: 'max_new_versions_per_day', label: 'New versions of one crate in 24 hours', description: '0 is no limit.' },
  {
    name: 'new_crate_burst',
    label: 'New crates of one user at once',
    description: '0 is no limit. crates.io allows 5.',
  },
  { name: 'new_crate_seconds', label: 'Then one more after', unit: 'seconds' },
  {
    name: 'new_version_burst',
    label: 'New versions of one user at once',
    description: '0 is no limit. crates.io allows 30.',
  },
  { name: 'new_version_seconds', label: 'Then one more after', unit: 'seconds' },
];

export const kRuleFlags: ReadonlyArray<FlagField<RuleName<boolean>>> = [
  { name: 'require_description', label: 'A description is needed', description: 'Versions without one are refused.' },
  {
    name: 'require_license',
    label: 'A licence is needed',
    description: 'Versions with neither a licence nor a licence file are refused.',
  },
  { name: 'check_spdx', label: 'Licences are SPDX expressions', description: 'Any other text is refused.' },
  {
    name: 'allow_wildcard_requirement',
    label: 'Wildcard dependencies are allowed',
    description: 'Dependencies that accept every version (“*”).',
  },
  {
    name: 'refuse_reserved_names',
    label: 'Reserved names are refused',
    description: 'The names of the standard library’s and the compiler’s crates.',
  },
  {
    name: 'require_known_dependencies',
    label: 'Dependencies must be here',
    description: 'Refuse dependencies on crates that this repository should hold but does not.',
  },
  {
    name: 'check_dependency_registries',
    label: 'Registries of dependencies are checked',
    description: 'Refuse metadata that names another registry for a dependency than the packaged Cargo.toml does.',
  },
  {
    name: 'check_categories',
    label: 'Unknown categories are warned of',
    description: 'Cargo warns of categories that crates.io does not know; they are kept all the same.',
  },
];

/** The values of the named fields alone. */
export function pick<Name extends keyof Settings>(settings: Settings, names: readonly Name[]): Pick<Settings, Name> {
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Pick<Settings, Name>;
}

/** What differs of `after` from `before`. */
export function changesOf<Values extends object>(before: Values, after: Values): Partial<Values> {
  const names = Object.keys(after) as Array<keyof Values>;
  return Object.fromEntries(
    names.filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]),
  ) as Partial<Values>;
}
