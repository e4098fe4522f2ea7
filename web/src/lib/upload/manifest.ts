/** What a packaged Cargo.toml says of its crate, as far as an upload must know it. Pure: takes what TOML was read to. */

export interface Manifest {
  name: string;
  version: string;
  /** Names of the crates that must be there before; development dependencies need not. */
  needs: string[];
}

const kName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const kVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

type Table = Record<string, unknown>;

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function needsOf(table: Table): string[] {
  return ['dependencies', 'build-dependencies', 'build_dependencies'].flatMap((section) =>
    Object.entries(tableOf(table[section])).map(([name, how]) => {
      const real = tableOf(how).package;
      return typeof real === 'string' ? real : name;
    }),
  );
}

/** Throws an Error with a sentence for people. */
export function readManifest(toml: unknown): Manifest {
  const manifest = tableOf(toml);
  const { name, version } = tableOf(manifest.package);
  if (typeof name !== 'string' || !kName.test(name)) throw new Error('Its Cargo.toml names no crate.');
  if (typeof version !== 'string' || !kVersion.test(version)) throw new Error('Its Cargo.toml has no version.');
  const targets = Object.values(tableOf(manifest.target)).flatMap((target) => needsOf(tableOf(target)));
  return { name, version, needs: [...new Set([...needsOf(manifest), ...targets])] };
}
