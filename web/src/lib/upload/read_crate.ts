import { ArchiveError, findInTar } from './tar';
import { readManifest, type Manifest } from './manifest';

const kLargestCrate = 1024 ** 3;
const kLargestManifest = 1024 ** 2;

/** Looks into a .crate file in the browser. Throws an Error with a sentence for people. */
export async function readCrate(file: Blob): Promise<Manifest> {
  if (file.size === 0) throw new ArchiveError('The file is empty.');
  if (file.size > kLargestCrate) throw new ArchiveError('The file is larger than a crate may be.');
  const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip'));
  const found = await findInTar(unpacked as ReadableStream<Uint8Array>, /^[^/]+\/Cargo\.toml$/, kLargestManifest);
  if (found === undefined)
    throw new ArchiveError('There is no Cargo.toml in it: it is not what `cargo package` makes.');
  const { parse } = await import('smol-toml');
  let toml: unknown;
  try {
    toml = parse(found.text);
  } catch {
    throw new ArchiveError('Its Cargo.toml cannot be read.');
  }
  const manifest = readManifest(toml);
  if (found.path !== `${manifest.name}-${manifest.version}/Cargo.toml`) {
    throw new ArchiveError(`Its top folder is not ${manifest.name}-${manifest.version}.`);
  }
  return manifest;
}
