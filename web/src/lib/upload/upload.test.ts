import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { readManifest, type Manifest } from './manifest';
import { identity, waves } from './order';
import { patiently, pauseAfter } from './patiently';
import { runUpload, type Result } from './run';
import { findInTar } from './tar';

const crate = (name: string, ...needs: string[]): Manifest => ({ name, version: '1.0.0', needs });

describe('the order of an upload', () => {
  it('puts what is needed first and the rest at once', () => {
    const { waves: made } = waves([
      crate('ship', 'sail', 'hull', 'log'),
      crate('sail', 'Mast'),
      crate('hull'),
      crate('mast', 'hull'),
    ]);
    expect(made).toEqual([[2], [3], [1], [0]]);
  });
  it('knows both spellings and keeps versions of one crate together', () => {
    expect(waves([crate('user', 'green_tea'), crate('green-tea'), crate('green-tea', 'green-tea')]).waves).toEqual([
      [1, 2],
      [0],
    ]);
    expect(identity({ name: 'Green-Tea', version: '1.0.0+b2' })).toBe(
      identity({ name: 'green_tea', version: '1.0.0' }),
    );
  });
  it('ends with a ring too, and what hangs on it goes after', () => {
    const { waves: made, ring } = waves([crate('z', 'a'), crate('a', 'b'), crate('b', 'a'), crate('c')]);
    expect(made).toEqual([[3], [1, 2], [0]]);
    expect([...ring]).toEqual([1, 2]);
  });
});

describe('an upload', () => {
  it('holds back what needs a crate that was refused', async () => {
    const results: Record<number, Result> = {};
    const sent: number[] = [];
    await runUpload(
      [crate('top', 'middle'), crate('middle', 'base'), crate('base'), crate('other')],
      (at) => {
        sent.push(at);
        return at === 2 ? Promise.reject(new Error('no')) : Promise.resolve('published');
      },
      (at, result) => (results[at] = result),
      new AbortController().signal,
    );
    expect(sent.sort()).toEqual([2, 3]);
    expect(results[1]).toEqual({ state: 'held', because: 'base' });
    expect(results[0]).toEqual({ state: 'held', because: 'middle' });
    expect(results[3]).toEqual({ state: 'published' });
  });
  it('tries again only what may pass', async () => {
    expect(pauseAfter(new ApiError(422, 'no'), 1)).toBeUndefined();
    expect(pauseAfter(new ApiError(0, 'away'), 1)).toBe(500);
    expect(pauseAfter(new ApiError(503, 'busy'), 4)).toBe(4000);
    expect(pauseAfter(new ApiError(503, 'busy'), 5)).toBeUndefined();
    expect(pauseAfter(new ApiError(429, 'slow', {}, '', 7), 1)).toBe(7000);
    const call = vi.fn().mockRejectedValueOnce(new ApiError(502, 'away')).mockResolvedValue('done');
    const wait = vi.fn().mockResolvedValue(undefined);
    await expect(patiently(call, new AbortController().signal, wait)).resolves.toBe('done');
    expect(wait).toHaveBeenCalledOnce();
  });
});

it('reads what a crate needs, renamed and for targets too', () => {
  const manifest = readManifest({
    package: { name: 'ship', version: '1.2.3-rc.1+b' },
    dependencies: { log: '1', oak: { package: 'wood', version: '1' } },
    'dev-dependencies': { rope: '1' },
    target: { 'cfg(unix)': { dependencies: { libc: '0.2' }, 'build-dependencies': { cc: '1' } } },
  });
  expect(manifest).toEqual({ name: 'ship', version: '1.2.3-rc.1+b', needs: ['log', 'wood', 'libc', 'cc'] });
  for (const bad of [null, 7, [], {}, { package: { name: '../x', version: '1.0.0' } }, { package: { name: 'x' } }]) {
    expect(() => readManifest(bad)).toThrow(/Cargo\.toml/);
  }
});

function tarFile(path: string, content: string): Uint8Array {
  const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
  const write = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  write(0, path);
  write(124, content.length.toString(8).padStart(11, '0'));
  write(148, '        ');
  write(156, '0');
  write(257, 'ustar\u000000');
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, '0')}\u0000 `);
  write(512, content);
  return bytes;
}

function inPieces(size: number, ...all: Uint8Array[]): ReadableStream<Uint8Array> {
  const bytes = new Uint8Array(all.flatMap((one) => [...one]));
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

describe('the archive of a crate', () => {
  const pattern = /^[^/]+\/Cargo\.toml$/;
  const files = [tarFile('a-1.0.0/src/Cargo.toml', 'x'.repeat(700)), tarFile('a-1.0.0/Cargo.toml', 'here')];
  it.each([1, 7, 512, 100_000])('is read in pieces of %i bytes', async (size) => {
    const found = await findInTar(inPieces(size, ...files), pattern, 100);
    expect(found).toEqual({ path: 'a-1.0.0/Cargo.toml', text: 'here' });
  });
  it('may hold no such file, end too early, be something else, or be too large', async () => {
    await expect(findInTar(inPieces(99, files[0]!), pattern, 100)).resolves.toBeUndefined();
    await expect(findInTar(inPieces(99, files[0]!.slice(0, 800)), pattern, 100)).rejects.toThrow('ends in the middle');
    await expect(findInTar(inPieces(99, new Uint8Array(600).fill(65)), pattern, 100)).rejects.toThrow('no tar');
    await expect(findInTar(inPieces(99, files[1]!), pattern, 3)).rejects.toThrow('larger');
  });
});
