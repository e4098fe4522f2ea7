import type { Outcome } from './send';
import type { Manifest } from './manifest';
import { neededIn, waves } from './order';

const kSenders = 4;

export type Result =
  { state: Outcome } | { state: 'refused'; why: unknown } | { state: 'held'; because: string } | { state: 'sending' };

/**
 * Sends crates after those that they need, some at a time. What needs a crate that was refused is held back. Stops when
 * the signal says so; what was not begun then keeps its state.
 */
export async function runUpload(
  crates: readonly Manifest[],
  send: (at: number) => Promise<Outcome>,
  report: (at: number, result: Result) => void,
  signal: AbortSignal,
): Promise<void> {
  const needed = neededIn(crates);
  const failed = new Set<number>();
  const one = async (at: number) => {
    const missing = needed[at]!.find((need) => failed.has(need));
    if (missing !== undefined) {
      failed.add(at);
      report(at, { state: 'held', because: crates[missing]!.name });
      return;
    }
    report(at, { state: 'sending' });
    try {
      report(at, { state: await send(at) });
    } catch (error) {
      failed.add(at);
      report(at, { state: 'refused', why: error });
    }
  };
  for (const wave of waves(crates).waves) {
    const left = [...wave];
    const sender = async () => {
      for (let at = left.shift(); at !== undefined && !signal.aborted; at = left.shift()) await one(at);
    };
    await Promise.all(Array.from({ length: kSenders }, sender));
  }
}
