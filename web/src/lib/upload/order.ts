import type { Manifest } from './manifest';

/** What must go before what, as the command line's push has it. Pure. */

/** Names are the same without case and with '-' as '_'. */
export function canonical(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** A version is the same without its build metadata. */
export function identity({ name, version }: Pick<Manifest, 'name' | 'version'>): string {
  return `${canonical(name)} ${version.split('+')[0]}`;
}

/** For each crate, the places of those in the list that it needs. */
export function neededIn(crates: readonly Manifest[]): number[][] {
  const places = new Map<string, number[]>();
  crates.forEach(({ name }, at) => places.set(canonical(name), [...(places.get(canonical(name)) ?? []), at]));
  return crates.map(({ name, needs }) => {
    const own = canonical(name);
    return [...new Set(needs.map(canonical))].filter((need) => need !== own).flatMap((need) => places.get(need) ?? []);
  });
}

/** Waves: what is in one may go at the same time, after all before it. A ring is a wave of its own. */
export function waves(crates: readonly Manifest[]): { waves: number[][]; ring: Set<number> } {
  const needed = neededIn(crates);
  const ring = new Set<number>();
  const made: number[][] = [];
  let left = crates.map((_, at) => at);
  while (left.length > 0) {
    const waiting = new Set(left);
    const free = left.filter((at) => needed[at]!.every((need) => !waiting.has(need)));
    if (free.length === 0) {
      const inRing = left.filter((at) => reaches(needed, waiting, at));
      inRing.forEach((at) => ring.add(at));
      made.push(inRing);
      left = left.filter((at) => !ring.has(at));
    } else {
      made.push(free);
      left = left.filter((at) => !free.includes(at));
    }
  }
  return { waves: made, ring };
}

/** Whether one needs itself by way of others that wait. */
function reaches(needed: number[][], waiting: Set<number>, from: number): boolean {
  const seen = new Set<number>();
  const open = [...needed[from]!];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return true;
    if (seen.has(at) || !waiting.has(at)) continue;
    seen.add(at);
    open.push(...needed[at]!);
  }
  return false;
}
