import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '@/api/errors';
import type { Manifest } from '@/lib/upload/manifest';
import { identity, waves } from '@/lib/upload/order';
import { readCrate } from '@/lib/upload/read_crate';
import { runUpload } from '@/lib/upload/run';
import { isThere, sendCrate } from '@/lib/upload/send';
import { useRepositoryChange, type Place } from '../repository/queries';

export type ItemState = 'reading' | 'broken' | 'ready' | 'sending' | 'published' | 'there' | 'refused' | 'held';

export interface Item {
  id: number;
  file: File;
  crate?: Manifest;
  state: ItemState;
  sent: number;
  note?: string;
}

const kOpen: ReadonlySet<ItemState> = new Set(['ready', 'refused', 'held']);

const kFailed: ReadonlySet<ItemState> = new Set(['broken', 'refused']);

/** Whether `one` is of the same version as the crate; a file that could not be read, of the same name. */
function isTwin(one: Item, item: Item, crate: Manifest): boolean {
  if (one.id === item.id) return false;
  return one.crate === undefined
    ? one.state === 'broken' && one.file.name === item.file.name
    : identity(one.crate) === identity(crate);
}

/** A file that was read joins those to send. What failed before it is mended by it, and goes. */
function withReady(all: Item[], item: Item, crate: Manifest): Item[] {
  const twin = all.find((one) => isTwin(one, item, crate) && !kFailed.has(one.state));
  if (twin !== undefined) {
    const note = `The same version stands in the list: ${twin.file.name}.`;
    return all.map((one) => (one.id === item.id ? { ...one, crate, state: 'broken', note } : one));
  }
  return all
    .filter((one) => !isTwin(one, item, crate))
    .map((one) => (one.id === item.id ? { ...one, crate, state: 'ready' } : one));
}

/** The list of files of one visit to the page, and what becomes of them. */
export function useUpload({ namespace: owner, repository }: Place) {
  const [items, setItems] = useState<Item[]>([]);
  const [running, setRunning] = useState(false);
  const stopper = useRef<AbortController>(undefined);
  const next = useRef(1);
  const repositoryChanged = useRepositoryChange();
  useEffect(() => () => stopper.current?.abort(new Error('Cancelled.')), []);

  const change = (id: number, part: Partial<Item>) =>
    setItems((all) => all.map((item) => (item.id === id ? { ...item, ...part } : item)));

  const look = async (item: Item) => {
    try {
      const crate = await readCrate(item.file);
      const there = await isThere({
        owner,
        repository,
        file: item.file,
        crate,
        signal: new AbortController().signal,
      }).catch(() => 'no' as const);
      if (there === 'same') change(item.id, { crate, state: 'there' });
      else if (there === 'other') {
        change(item.id, { crate, state: 'broken', note: 'This version is there already, with other content.' });
      } else setItems((all) => withReady(all, item, crate));
    } catch (error) {
      change(item.id, { state: 'broken', note: sentenceOf(error) });
    }
  };
  const add = (files: File[]) => {
    const added = files.map((file): Item => ({ id: next.current++, file, state: 'reading', sent: 0 }));
    setItems((all) => [...all, ...added]);
    void (async () => {
      for (const item of added) await look(item); // one after another: each unpacks its file
    })();
  };
  const remove = (id: number) => setItems((all) => all.filter((item) => item.id !== id));
  const start = async () => {
    const batch = items.filter((item) => kOpen.has(item.state) && item.crate !== undefined);
    const stop = new AbortController();
    stopper.current = stop;
    setRunning(true);
    batch.forEach(({ id }) => change(id, { state: 'ready', sent: 0, note: undefined }));
    try {
      await runUpload(
        batch.map((item) => item.crate!),
        (at) => {
          const { id, file, crate } = batch[at]!;
          const onProgress = (sent: number) => change(id, { sent });
          return sendCrate({ owner, repository, file, crate: crate!, signal: stop.signal, onProgress });
        },
        (at, result) => {
          const { id } = batch[at]!;
          if (result.state === 'refused') change(id, { state: 'refused', note: sentenceOf(result.why) });
          else if (result.state === 'held') {
            change(id, { state: 'held', note: `Held back, because it needs ${result.because}, which did not arrive.` });
          } else change(id, { state: result.state });
        },
        stop.signal,
      );
    } finally {
      setRunning(false);
      void repositoryChanged();
    }
  };
  const known = items.filter((item) => item.state !== 'broken' && item.crate !== undefined);
  const { ring } = waves(known.map((item) => item.crate!));
  return {
    items,
    running,
    toSend: items.filter((item) => kOpen.has(item.state)).length,
    ring: [...ring].map((at) => known[at]!.crate!.name),
    add,
    remove,
    start,
    cancel: () => stopper.current?.abort(new Error('Cancelled.')),
  };
}
