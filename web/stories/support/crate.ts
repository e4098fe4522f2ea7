import { gzipSync } from 'node:zlib';

/** `.crate` files by hand: gzip around GNU tar, everything below `name-version/` (Cargo book, `cargo package`). */

export interface Dependency {
  name: string;
  requirement?: string;
  kind?: 'normal' | 'build' | 'dev';
  optional?: boolean;
}

export interface CrateSource {
  name: string;
  version: string;
  description?: string;
  readme?: string;
  dependencies?: Dependency[];
  features?: Record<string, string[]>;
  keywords?: string[];
  files?: Record<string, string | Uint8Array>;
}

const kWrittenAt = 1153704088; // as cargo writes it

function octal(value: number, width: number): string {
  return value.toString(8).padStart(width - 1, '0') + '\0';
}

function entry(path: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(512);
  head.write(path, 0, 100);
  head.write(octal(0o644, 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(content.length, 12), 124);
  head.write(octal(kWrittenAt, 12), 136);
  head.write('        0', 148);
  head.write('ustar  \0', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const kTables = { normal: 'dependencies', build: 'build-dependencies', dev: 'dev-dependencies' } as const;

/** Strings and lists of them are the same in TOML and JSON, but for what TOML wants escaped. */
function toml(value: string | string[]): string {
  return JSON.stringify(value).replace(/\u007f/g, '\\u007f');
}

function manifest(crate: CrateSource): string {
  const lines = [
    '[package]',
    `name = ${toml(crate.name)}`,
    `version = ${toml(crate.version)}`,
    'edition = "2021"',
    `description = ${toml(crate.description ?? 'A crate of a story.')}`,
    'license = "MIT"',
    ...(crate.keywords ? [`keywords = ${toml(crate.keywords)}`] : []),
    ...(crate.readme !== undefined ? ['readme = "README.md"'] : []),
  ];
  for (const { name, requirement = '^1', kind = 'normal', optional } of crate.dependencies ?? []) {
    lines.push('', `[${kTables[kind]}.${name}]`, `version = ${toml(requirement)}`);
    if (optional) lines.push('optional = true');
  }
  if (crate.features) {
    lines.push('', '[features]');
    for (const [name, enables] of Object.entries(crate.features)) lines.push(`${toml(name)} = ${toml(enables)}`);
  }
  return lines.join('\n') + '\n';
}

export function packed(crate: CrateSource): Buffer {
  const top = `${crate.name}-${crate.version}`;
  const files: Record<string, string | Uint8Array> = {
    'Cargo.toml': manifest(crate),
    ...(crate.readme !== undefined && { 'README.md': crate.readme }),
    ...(crate.files ?? { 'src/lib.rs': 'pub fn answer() -> u32 { 42 }\n' }),
  };
  const entries = Object.entries(files).map(([path, content]) => entry(`${top}/${path}`, Buffer.from(content)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]), { level: 6 });
}

/** The body of cargo's `PUT …/crates/new` (Cargo book, Registry Web API): u32le length, JSON, u32le length, archive. */
export function publishBody(crate: CrateSource): Buffer {
  const text = Buffer.from(
    JSON.stringify({
      name: crate.name,
      vers: crate.version,
      deps: (crate.dependencies ?? []).map(({ name, requirement = '^1', kind = 'normal', optional = false }) => ({
        name,
        version_req: requirement,
        features: [],
        optional,
        default_features: true,
        target: null,
        kind,
      })),
      features: crate.features ?? {},
      authors: [],
      description: crate.description ?? 'A crate of a story.',
      documentation: null,
      homepage: null,
      readme: crate.readme ?? null,
      readme_file: crate.readme === undefined ? null : 'README.md',
      keywords: crate.keywords ?? [],
      categories: [],
      license: 'MIT',
      license_file: null,
      repository: null,
      badges: {},
      links: null,
      rust_version: null,
    }),
  );
  const archive = packed(crate);
  const length = (bytes: Buffer) => {
    const four = Buffer.alloc(4);
    four.writeUInt32LE(bytes.length);
    return four;
  };
  return Buffer.concat([length(text), text, length(archive), archive]);
}
