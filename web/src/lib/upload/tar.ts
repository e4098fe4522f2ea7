/** Just enough of tar to find one file in a crate's archive, from a stream, in bounded memory. Pure but for the stream. */

const kBlock = 512;
const kMostEntries = 20_000;
const kMostUnpacked = 1024 ** 3;
const kDecoder = new TextDecoder();

/** What is read may hold anything: only these sentences leave this file. */
export class ArchiveError extends Error {}

class ByteReader {
  private held: Uint8Array = new Uint8Array();
  private taken = 0;
  constructor(private readonly source: ReadableStreamDefaultReader<Uint8Array>) {}

  private async more(): Promise<boolean> {
    let part: ReadableStreamReadResult<Uint8Array>;
    try {
      part = await this.source.read();
    } catch {
      throw new ArchiveError('This is no gzip archive, or it is broken.');
    }
    if (part.done) return false;
    this.taken += part.value.length;
    if (this.taken > kMostUnpacked) throw new ArchiveError('This unpacks to more than a crate may hold.');
    if (this.held.length === 0) this.held = part.value;
    else {
      const joined = new Uint8Array(this.held.length + part.value.length);
      joined.set(this.held);
      joined.set(part.value, this.held.length);
      this.held = joined;
    }
    return true;
  }

  /** That many bytes; undefined where the stream ends before. `count` is bounded by who asks. */
  async take(count: number): Promise<Uint8Array | undefined> {
    while (this.held.length < count) if (!(await this.more())) return undefined;
    const bytes = this.held.slice(0, count);
    this.held = this.held.subarray(count);
    return bytes;
  }

  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > this.held.length) {
      left -= this.held.length;
      this.held = new Uint8Array();
      if (!(await this.more())) return false;
    }
    this.held = this.held.subarray(left);
    return true;
  }
}

function textOf(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return kDecoder.decode(end < 0 ? field : field.subarray(0, end));
}

function sizeOf(header: Uint8Array): number {
  const digits = textOf(header, 124, 12).trim();
  if (!/^[0-7]{1,12}$/.test(digits)) throw new ArchiveError('This is no tar archive, or it is broken.');
  return Number.parseInt(digits, 8);
}

function isSound(header: Uint8Array): boolean {
  const written = Number.parseInt(textOf(header, 148, 8).trim(), 8);
  let sum = 0;
  header.forEach((byte, at) => (sum += at >= 148 && at < 156 ? 32 : byte));
  return sum === written;
}

function pathOf(header: Uint8Array): string {
  const prefix = textOf(header, 257, 5) === 'ustar' && header[262] === 0 ? textOf(header, 345, 155) : '';
  return prefix === '' ? textOf(header, 0, 100) : `${prefix}/${textOf(header, 0, 100)}`;
}

/** The first file whose path the pattern admits, as text. */
export async function findInTar(
  stream: ReadableStream<Uint8Array>,
  pattern: RegExp,
  mostBytes: number,
): Promise<{ path: string; text: string } | undefined> {
  const source = stream.getReader();
  const reader = new ByteReader(source);
  try {
    for (let entry = 0; entry < kMostEntries; entry += 1) {
      const header = await reader.take(kBlock);
      if (header === undefined || header.every((byte) => byte === 0)) return undefined;
      if (!isSound(header)) throw new ArchiveError('This is no tar archive, or it is broken.');
      const size = sizeOf(header);
      const kind = header[156];
      const path = pathOf(header);
      if ((kind === 0 || kind === 0x30) && pattern.test(path)) {
        if (size > mostBytes) throw new ArchiveError(`${path} is larger than it may be.`);
        const content = await reader.take(size);
        if (content === undefined) break;
        return { path, text: kDecoder.decode(content) };
      }
      if (!(await reader.skip(Math.ceil(size / kBlock) * kBlock))) break;
    }
    throw new ArchiveError('The archive ends in the middle, or has too many files.');
  } finally {
    await source.cancel().catch(() => undefined);
  }
}
