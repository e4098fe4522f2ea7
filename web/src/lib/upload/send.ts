import { api, changeFields, refusalOf, take } from '@/api/client';
import { base } from '@/api/base';
import { ApiError, unreachable } from '@/api/errors';
import { patiently } from './patiently';
import type { Manifest } from './manifest';

/** Larger files go in parts of this size, so that what has come is not sent again; as the command line does it. */
const kPartBytes = 8 * 1024 ** 2;

export interface Sending {
  owner: string;
  repository: string;
  file: Blob;
  crate: Manifest;
  signal: AbortSignal;
  onProgress: (sent: number) => void;
}

export type Outcome = 'published' | 'there';

/** fetch() does not tell how much has been sent. */
function put(path: string, bytes: Blob, signal: AbortSignal, onProgress: (sent: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.onloadend = () => signal.removeEventListener('abort', stop);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => failed(unreachable());
    request.onabort = () => failed(signal.reason as Error);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        done();
        return;
      }
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      const wait = request.getResponseHeader('retry-after');
      const headers = new Headers(wait === null ? {} : { 'retry-after': wait });
      failed(refusalOf({ status: request.status, headers }, body));
    };
    request.open('PUT', base + path);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, content] of Object.entries(changeFields())) request.setRequestHeader(name, content);
    request.send(bytes);
  });
}

async function sha256(bytes: Blob): Promise<string | undefined> {
  // Browsers have this only on https and localhost; the server checks the bytes in any case.
  if (!window.isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The checksum that the server has for this version; undefined where it has none. */
export async function checksumThere(owner: string, repository: string, crate: Manifest, signal: AbortSignal) {
  try {
    const found = await take(
      api.GET('/v1/crates/{owner}/{repository}/{crate}/{version}/', {
        params: { path: { owner, repository, crate: crate.name, version: crate.version } },
        signal,
      }),
    );
    return found.checksums.sha256;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Whether the version is there with the very same bytes; where the browser cannot tell, the same number counts. */
export async function isThere(to: Omit<Sending, 'onProgress'>): Promise<'no' | 'same' | 'other'> {
  const there = await checksumThere(to.owner, to.repository, to.crate, to.signal);
  if (there === undefined) return 'no';
  const own = await sha256(to.file);
  return own === undefined || own === there ? 'same' : 'other';
}

/** Announces the file, sends it (in parts where it is large), and makes a package of it. */
export async function sendCrate(sending: Sending): Promise<Outcome> {
  const { owner, repository, file, crate, signal, onProgress } = sending;
  const path = { owner, repository };
  const filename = `${crate.name}-${crate.version}.crate`;
  const parts = Math.max(1, Math.ceil(file.size / kPartBytes));
  const begun = await patiently(
    () =>
      take(
        api.POST('/v1/files/{owner}/{repository}/', {
          params: { path },
          body: { filename, method: parts > 1 ? 'put_parts' : 'put', resume: false },
          signal,
        }),
      ),
    signal,
  );
  for (let part = 0; part < parts; part += 1) {
    const from = part * kPartBytes;
    const bytes = file.slice(from, from + kPartBytes);
    const where = `/v1/uploads/${encodeURIComponent(begun.identifier)}/?part_number=${part + 1}`;
    await patiently(() => put(where, bytes, signal, (sent) => onProgress(Math.min(from + sent, file.size))), signal);
  }
  const upload = { path: { ...path, upload: begun.identifier } };
  if (parts > 1) {
    await patiently(
      () => take(api.POST('/v1/files/{owner}/{repository}/{upload}/complete/', { params: upload, signal })),
      signal,
    );
  }
  onProgress(file.size);
  let lostAnAnswer = false;
  try {
    await patiently(async () => {
      try {
        return await take(
          api.POST('/v1/packages/{owner}/{repository}/upload/cargo/', {
            params: { path },
            body: { package_file: begun.identifier },
            signal,
          }),
        );
      } catch (error) {
        lostAnAnswer ||= error instanceof ApiError && (error.status === 0 || error.status >= 500);
        throw error;
      }
    }, signal);
    return 'published';
  } catch (error) {
    signal.throwIfAborted();
    // What was done without our hearing of it, or somebody else has been faster.
    const mayBeThere = error instanceof ApiError && (error.status === 409 || lostAnAnswer);
    if (mayBeThere && (await isThere(sending)) === 'same') return lostAnAnswer ? 'published' : 'there';
    throw error;
  }
}
